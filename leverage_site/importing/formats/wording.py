"""The words that published pages have in common: headings, names of aggregates, and names of sums and averages."""

import re
import unicodedata
from typing import NamedTuple

TASK_LOG = frozenset({"the numbers", "task log"})
AGGREGATES = frozenset({"aggregate stats", "aggregate statistics"})
# Beside aggregates, these are of other days.
COMPARISON = frozenset({"before", "change", "rank so far"})
ANALYSIS = frozenset({"analysis"})
ABOUT_RECORDS = frozenset({"about these records"})
CALL_TO_ACTION = frozenset({"let's build something!", "let's build something"})

_HEADINGS = TASK_LOG | AGGREGATES | ANALYSIS | ABOUT_RECORDS | CALL_TO_ACTION

SKIP_LINK = re.compile(r"skip to (?:the )?(?:main )?content\W*", re.IGNORECASE)
ABOUT_AUTHOR = re.compile(r"about the author\b", re.IGNORECASE)
READING_TIME = re.compile(r"[0-9] ?min(?:ute)?s?\.? ?read", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?:;…][\"'’”)]*\Z")

# Headings of what stands behind an article; a bare "Comments" may be the author's.
_TRAILING_SECTIONS = {
    "comments": r"(?:[0-9]{1,5}|one|no) (?:comments?|thoughts?|responses?|replies|reply)(?: (?:on|to)\b.{0,200})?"
    r"|leave a (?:reply|comment)|join the discussion|recent comments",
    "related posts": r"(?:related|recent|similar|more) (?:posts|articles|entries|reading)|post navigation"
    r"|you (?:may|might) also (?:like|enjoy)|read next",
    "sharing": r"share (?:this|it)(?: post| article)?:?|sharing is caring",
}
_TRAILING_HEADING = re.compile(
    "|".join(f"(?P<{name.split()[0]}>{words})" for name, words in _TRAILING_SECTIONS.items()), re.IGNORECASE
)

# The words for each figure, by its name among the `RATIOS` of `stats.totals`.
_AVERAGE = r"weighted (?:average|avg\.?)"
METRICS = {
    "tasks": r"(?:total )?tasks",
    "human_hours": r"(?:total )?human-equivalent hours",
    "supervision_minutes": r"(?:total )?supervis(?:ory|ion) (?:minutes|time)",
    "ai_minutes": r"total [^\W\d][\w.-]{0,29} minutes|[^\W\d][\w.-]{0,29} wall-clock time",
    "tokens": r"total tokens|tokens consumed",
    "supervisory": rf"{_AVERAGE} supervisory(?: leverage)?(?: factor)?",
    "leverage": rf"{_AVERAGE} leverage(?: factor)?",
    "weeks": r"human-equivalent weeks",
    "working_days": r"human-equivalent working days",
}
_METRIC = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in METRICS.items()), re.IGNORECASE)


class Metric(NamedTuple):
    """An aggregate by the name of its figure, and the words that name it on the page."""

    figure: str
    words: str


def parse_metric(text: str) -> Metric | None:
    """Return the aggregate that `text` begins with, or None."""
    match = _METRIC.match(text)
    return Metric(str(match.lastgroup), match[0]) if match else None


def trailing_section(text: str) -> str | None:
    """Return which part behind an article a heading begins, `comments` or `related posts`; None if none."""
    match = _TRAILING_HEADING.fullmatch(text)
    return next((name for name in _TRAILING_SECTIONS if match and name.startswith(str(match.lastgroup))), None)


def fold_heading(text: str) -> str:
    """Return a heading as it is compared: in lower case, with a straight apostrophe."""
    return " ".join(text.replace("’", "'").casefold().split())


def is_known_heading(text: str) -> bool:
    """Return whether a line of its own is a heading that published pages have in common."""
    return len(text) <= 60 and fold_heading(text) in _HEADINGS


# Names of sums and averages, in the languages that tables come in

_MAX_NAME = 120

# What is computed, and the words for it.
_WORDS = {
    "sum": """
        total totals subtotal subtotals sum sums
        summe summen gesamt gesamtsumme gesamtzeit gesamtaufwand gesamtergebnis insgesamt zwischensumme teilsumme
        totaux somme suma soma totales totais totale totali somma subtotale totaal som subtotaal eindtotaal
        summa totalt totalsumma delsumma delsum yhteensä välisumma razem ogółem łącznie celkem součet mezisoučet
        итого всего сумма итог подытог разом усього toplam aratoplam összesen σύνολο
        合計 小計 総計 總計 合计 小计 总计 总和 共计 总数 합계 소계 총계 총합 المجموع الإجمالي סהכ
        overall altogether cumulative everything samlet ukupno skupaj kokku viso общо tổng รวม jumlah
        σ ∑ """,
    "mean": """
        average averages avg mean durchschnitt mittelwert mittel schnitt moyenne promedio media média gemiddelde
        gemiddeld genomsnitt medelvärde keskiarvo średnia průměr ortalama среднее середнє
        平均 平均値 平均值 평균 ø """,
    "median": "median médiane mediana mediaan медиана 中央値 中位数",
    "least": "min minimum",
    "most": "max maximum",
}  # fmt: skip
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
# These name tasks as often: the figures of their rows must follow.
_AMBIGUOUS = """
    mean media mittel schnitt som soma sums min max minimum maximum overall altogether cumulative everything samlet
"""
_AMBIGUOUS_WORDS = frozenset(_AMBIGUOUS.split())
_SUBTOTAL_PREFIX = re.compile(r"sub|zwischen|teil|del|väli|mezi|под|ara|小|소")
_SUBTOTAL_WORDS = frozenset({"sub", "sous", "zwischen", "ara", "parcial", "parziale", "промежуточный"})
# Beside them, these say of what, and no more.
_SCOPE = """
    grand daily day days week weekly weeks month monthly months year yearly running final all of the for in
    per to and this task tasks item items row rows entry entries hour hours minute minutes time times human ai
    weighted effort net sub s h hr hrs m min mins x spent ytd mtd
    der die das des aller alle für tag tage tages woche monat jahr aufgaben stunden minuten zeit zwischen
    général générale du de la le les jour semaine mois tâches heures sous par et
    general del día semana mes tareas horas parcial geral dia tarefas parciais
    generale complessivo complessiva giorno settimana mese parziale ore
    dag uren taken van algemeen uppgifter iš cộng do da no semana
    за по день неделю месяц задач часов общий общая общее промежуточный промежуточная
    ogólna częściowa genel ara 件 個 个 项 任务 个任务 件のタスク タスク 건
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
"""
_SCOPE_WORDS = frozenset(_SCOPE.split())
_WORD = re.compile(r"[^\W\d_]+|[∑]")
_EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MARKS = re.compile(r"[\"'’*`~״]")


class SumLabel(NamedTuple):
    """What a row says it is: `kind` of which sum or average, `qualifier` of what, in words of its own.

    `is_leading` where the word for it comes first; `is_subtotal` where it is of a group; `is_ambiguous` where it
    may name a task; `word_count` counts all words of the name.
    """

    kind: str
    qualifier: str
    is_leading: bool
    is_subtotal: bool
    is_ambiguous: bool
    word_count: int


def parse_sum_label(text: str) -> SumLabel | None:
    """Return the sum or average that `text` names; None for a title that names none at its beginning or end."""
    text = unicodedata.normalize("NFC", _MARKS.sub("", text[: 2 * _MAX_NAME].replace("_", " "))).strip()
    if not text or len(text) > _MAX_NAME:
        return None
    folded = text.casefold()
    matches = list(_WORD.finditer(folded))
    words = [match[0] for match in matches]
    kinds = [_sum_kind(word) for word in words]
    if not any(kinds) or len(folded) != len(text):
        return None
    is_usual = [kind is not None or word in _SCOPE_WORDS for kind, word in zip(kinds, words, strict=True)]
    start, end = 0, len(words)
    while start < end and is_usual[start]:
        start += 1
    while end > start and is_usual[end - 1]:
        end -= 1
    outer = [*range(start), *range(end, len(words))]
    naming = [n for n in outer if kinds[n]]
    if not naming:
        return None
    return SumLabel(
        kind=next((kinds[n] for n in naming if kinds[n] != "sum"), None) or "sum",
        qualifier=text[matches[start].start() : matches[end - 1].end()].strip() if start < end else "",
        is_leading=naming[0] < start,
        is_subtotal=any(_SUBTOTAL_PREFIX.match(words[n]) for n in naming)
        or any(words[n] in _SUBTOTAL_WORDS for n in outer),
        is_ambiguous=all(words[n] in _AMBIGUOUS_WORDS for n in naming),
        word_count=len(words),
    )


def is_scope_only(text: str) -> bool:
    """Return whether a name has nothing but words that stand beside those for sums: `Monday`, `All tasks`."""
    words = _WORD.findall(text[:_MAX_NAME].casefold())
    return bool(words) and all(word in _SCOPE_WORDS for word in words)


def _sum_kind(word: str) -> str | None:
    """Return the kind that a word names: a known one, a compound of one, or in Han one with more behind it."""
    if word in _KINDS:
        return _KINDS[word]
    if word.endswith(("summe", "summa", "totaal", "toplam")):
        return "sum"
    if _EASTERN.match(word) and len(word) <= 6:
        return next((_KINDS[word[:n]] for n in (3, 2) if word[:n] in _KINDS), None)
    return None
