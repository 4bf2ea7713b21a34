"""The words by which a row names itself the sum or average of others, in the languages that tables come in."""

import re
import unicodedata
from typing import NamedTuple

MAX_LENGTH = 120

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
# These are names of tasks as often: their figures must follow.
_AS_OFTEN = """
    mean media mittel schnitt som soma sums min max minimum maximum overall altogether cumulative everything samlet
"""
_WEAK = frozenset(_AS_OFTEN.split())
_SUBS = re.compile(r"sub|zwischen|teil|del|väli|mezi|под|ara|小|소")
_APART = frozenset({"sub", "sous", "zwischen", "ara", "parcial", "parziale", "промежуточный"})
# Beside them, these say of what, and no more.
_OF_WHAT = """
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
_BESIDE = frozenset(_OF_WHAT.split())
_WORD = re.compile(r"[^\W\d_]+|[∑]")
_EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_MARKS = re.compile(r"[\"'’*`~״]")


class Label(NamedTuple):
    """What a row says it is: `kind` of which sum or average, `rest` of what, in words of its own.

    `leads` where the word for it comes first; `is_sub` where it is of a group; `is_weak` where it may be a task's.
    """

    kind: str
    rest: str
    leads: bool
    is_sub: bool
    is_weak: bool
    words: int


def label(text: str) -> Label | None:
    """The sum or average that `text` names; None for a title that names none at its beginning or end."""
    text = unicodedata.normalize("NFC", _MARKS.sub("", text[: 2 * MAX_LENGTH].replace("_", " "))).strip()
    if not text or len(text) > MAX_LENGTH:
        return None
    folded = text.casefold()
    found = [(match.start(), match.end(), match[0]) for match in _WORD.finditer(folded)]
    kinds = [_kind(word) for _, _, word in found]
    if not any(kinds) or len(folded) != len(text):
        return None
    known = [kind is not None or word in _BESIDE for kind, (_, _, word) in zip(kinds, found, strict=True)]
    start, end = 0, len(found)
    while start < end and known[start]:
        start += 1
    while end > start and known[end - 1]:
        end -= 1
    outer = [*range(start), *range(end, len(found))]
    named = [n for n in outer if kinds[n]]
    if not named:
        return None
    kind = next((kinds[n] for n in named if kinds[n] != "sum"), None) or "sum"
    rest = text[found[start][0] : found[end - 1][1]].strip() if start < end else ""
    said = [found[n][2] for n in named]
    is_sub = any(_SUBS.match(word) for word in said) or any(found[n][2] in _APART for n in outer)
    return Label(kind, rest, named[0] < start, is_sub, all(word in _WEAK for word in said), len(found))


def is_of_what(text: str) -> bool:
    """Whether a name has nothing but words that stand beside those for sums: `Monday`, `All tasks`."""
    words = _WORD.findall(text[:MAX_LENGTH].casefold())
    return bool(words) and all(word in _BESIDE for word in words)


def _kind(word: str) -> str | None:
    """The kind that a word names: one of the known ones, a compound of it, or one with more behind it in Han."""
    if word in _KINDS:
        return _KINDS[word]
    if word.endswith(("summe", "summa", "totaal", "toplam")):
        return "sum"
    if _EASTERN.match(word) and len(word) <= 6:
        return next((_KINDS[word[:n]] for n in (3, 2) if word[:n] in _KINDS), None)
    return None
