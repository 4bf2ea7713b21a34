"""What words mean to the recognisers: tables of phrases, each in lower case and without hyphens.

A phrase is one thing here; to teach the program a phrase, add it to the table that has its meaning. `PHRASES` puts
all tables together for `scan`.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from leverage_site.claims.wording import ORDINALS
from leverage_site.dates import MONTHS, WEEKDAYS
from leverage_site.stats.as_of import End


class Meaning(NamedTuple):
    """What a phrase is, and which one."""

    kind: str
    value: str


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Names of figures, as prose calls them.
LABELS = {
    "leverage": (
        "weighted average leverage factor", "weighted average leverage", "weighted leverage factor",
        "weighted leverage", "overall leverage factor", "overall leverage", "average leverage factor",
        "average leverage", "total leverage", "leverage factor", "leverage", "weighted average factor",
        "weighted average", "weighted factor", "weighted", "overall factor", "average factor", "leverage factors",
    ),
    "supervisory": (
        "weighted average supervisory leverage factor", "weighted average supervisory leverage",
        "weighted supervisory leverage", "supervisory leverage factor", "supervisory leverage",
        "supervisory factor",
        "supervisory factors", "supervision leverage", "supervision factor", "leverage on supervision",
        "overall supervisory leverage", "average supervisory leverage",
    ),
    "factor": ("factor", "factors", "ratio"),
    "tasks": ("task count", "number of tasks", "count of tasks", "tally of tasks"),
    "human_hours": ("number of human hours", "number of hours", "human estimate", "human estimates"),
}  # fmt: skip


def figure_of_label(value: str) -> str:
    """Return the figure that a label names by its value; a factor that is not said to be another is leverage."""
    return "leverage" if value == "factor" else value


# Nouns behind a number that say its unit, and some of them the figure.
UNITS = {
    "h": ("hours", "hour", "hrs", "hr", "h"),
    "h human_hours": ("human hours", "human hour", "human equivalent hours", "person hours", "work hours",
                      "engineering hours", "engineer hours", "estimated hours", "estimated human hours"),
    "m": ("minutes", "minute", "mins", "min"),
    "m ai_minutes": ("claude minutes", "ai minutes", "assistant minutes", "claude minute", "ai minute"),
    "m supervision_minutes": ("supervisory minutes", "supervision minutes", "supervisory minute"),
    "n tasks": ("tasks", "task", "rows", "row"),
    "k tokens": ("tokens",),
    "w weeks": ("weeks", "human weeks", "human equivalent weeks", "work weeks"),
    "%": ("percent", "per cent"),
}  # fmt: skip

# Words that say whose time is meant: that of a person, of the assistant, or of supervision.
MARKS = {
    "human_hours": ("human", "human equivalent", "estimate", "estimates", "estimated", "person", "human work",
                    "of work", "human effort", "rated", "worth"),
    "ai_minutes": ("claude", "ai", "assistant", "the assistant", "runtime", "run time", "wall clock",
                   "claude time",
                   "ai time", "machine time", "session", "ran", "sessions", "ai wall clock", "claude's",
                   "running"),
    "supervision_minutes": (
        "supervision", "supervisory", "supervising", "supervised", "instructions", "instruction", "prompts",
        "prompting", "prompt", "attention", "directing", "direction", "oversight", "my part", "my own part",
        "supervisory cost", "my time", "briefing", "guidance", "brief",
    ),
}  # fmt: skip

# What stands at one end. The figure behind an end is the one that it speaks of where no other is named.
ENDS: Mapping[str, tuple[End, tuple[str, ...]]] = {
    "highest": ("highest", ()), "best": ("highest", ("leverage",)), "greatest": ("highest", ()),
    "strongest": ("highest", ("leverage",)), "top": ("highest", ("leverage",)), "peak": ("highest", ("leverage",)),
    "maximum": ("highest", ()), "most": ("highest", ()), "standout": ("highest", ("leverage",)),
    "record": ("highest", ("leverage",)), "steepest": ("highest", ("leverage",)),
    "largest": ("highest", ("human_hours", "ai_minutes", "tasks")),
    "biggest": ("highest", ("human_hours", "ai_minutes", "tasks")),
    "busiest": ("highest", ("tasks", "human_hours", "ai_minutes")),
    "longest": ("highest", ("ai_minutes",)), "slowest": ("highest", ("ai_minutes",)),
    "lowest": ("lowest", ()), "worst": ("lowest", ("leverage",)), "weakest": ("lowest", ("leverage",)),
    "poorest": ("lowest", ("leverage",)), "fewest": ("lowest", ()), "least": ("lowest", ()),
    "minimum": ("lowest", ()), "smallest": ("lowest", ("human_hours", "ai_minutes", "leverage", "tasks")),
    "shortest": ("lowest", ("ai_minutes",)), "quickest": ("lowest", ("ai_minutes",)),
    "fastest": ("lowest", ("ai_minutes",)), "quietest": ("lowest", ("tasks", "human_hours", "ai_minutes")),
    "lightest": ("lowest", ("tasks", "human_hours", "ai_minutes")),
    "ceiling": ("highest", ("leverage",)), "floor": ("lowest", ("leverage",)),
}  # fmt: skip

# Of these, it is not said whether they are so by their time or by their factor.
SPEEDS = frozenset(("slowest", "fastest"))

# What puts a task at one end of the day by its factor, without a superlative.
TOPS = {
    "highest": ("topped", "tops", "topped the day", "topped the chart", "topped the table", "leads the day",
                "led the day", "came first", "comes first", "leads the table", "topped the list",
                "heads the table",
                "leads the list", "came out on top", "comes out on top", "come out on top", "came in first",
                "comes in first"),
    "lowest": ("at the bottom", "the bottom", "anchored the bottom", "came last", "comes last", "come last",
               "was last", "is last", "closes the list", "at the end of the table", "sits at the bottom",
               "stands at the end", "came in last", "comes in last", "brings up the rear", "brought up the rear"),
}  # fmt: skip
LONGEST = ("took longest", "ran longest", "took the longest", "ran the longest")

# Which days a superlative or a sum is over; `wording.scope_in_words` says the first of each.
SCOPES = {
    "week": ("of the week", "of the week so far", "this week", "of this week", "the week's", "in the week",
             "week so far", "the week", "all week", "of the week up to here", "so far this week"),
    "month": ("of the month", "of the month so far", "this month", "of this month", "the month's", "in the month",
              "month so far", "the month", "so far this month"),
    "year": ("of the year", "of the year so far", "this year", "of this year", "the year's", "in the year",
             "year so far", "the year", "so far this year"),
    "all": ("so far", "on record", "of any day on record", "ever", "to date", "of any day", "yet", "of all time",
            "of any day so far", "of all days", "of all days so far", "in the log", "of any day here",
            "recorded so far", "since the start of the log", "since the start", "since the beginning",
            "of the log", "of the whole log", "of any day yet", "of the records", "of all records"),
    "last week": ("last week", "the week before", "of the week before", "the previous week", "of last week",
                  "in the last week", "last week's", "was last week", "is last week"),
    "day": ("of the day", "the day's", "of all", "of that day", "of this day", "today's"),
}  # fmt: skip

COMPARISONS = {
    "higher": ("higher", "above", "more", "greater", "larger", "bigger", "up", "rose", "climbed", "better",
               "increased", "grew", "went up", "risen", "over", "exceeds", "exceeded", "beat", "beats", "longer",
               "jumped", "slower", "doubled", "tripled", "trebled", "quadrupled",
               "outlasted", "outlasts", "surpassed", "surpasses", "outperformed", "overtook", "ahead of",
               "stronger", "improved", "recovered", "gained"),
    "lower": ("lower", "below", "less", "fewer", "smaller", "down", "fell", "dropped", "worse", "decreased",
              "sank", "went down", "fallen", "under", "shorter", "faster", "quicker", "slipped", "declined",
              "halved", "trailed", "trails", "sooner", "weaker", "slid", "eased", "worsened", "shrank", "plunged",
              "tumbled"),
}  # fmt: skip

# Words in front of a number that widen what it stands for.
HEDGES = {
    "about": ("about", "roughly", "around", "approximately", "some", "circa", "close to", "or so", "approx",
              "give or take", "or thereabouts", "in the region of", "something like"),
    "over": ("over", "more than", "well over", "above", "upwards of", "in excess of", "at least", "no fewer than",
             "no less than", "north of", "past", "beyond"),
    "just over": ("just over", "a little over", "a little more than", "slightly over", "slightly more than",
                  "barely over", "just above", "a bit over", "a bit more than", "a touch over"),
    "under": ("under", "less than", "fewer than", "below", "at most", "up to", "no more than", "not more than",
              "south of"),
    "good": ("a good", "a solid", "comfortably over"),
    "nearly": ("nearly", "almost", "not quite", "close on", "not far off", "getting on for"),
    "just under": ("just under", "a little under", "just short of", "just shy of", "shy of", "slightly under",
                   "slightly less than", "a little less than", "just below", "a bit under", "a bit less than",
                   "a touch under", "a shade under", "barely under"),
}  # fmt: skip

# Words that add up what stands beside them, those that leave it out, and those that speak of one by one.
SUMS = ("together", "add up", "adds up", "added up", "combined", "in sum", "sum", "hold", "holds", "account for",
        "accounts for", "accounted for", "make up", "makes up", "made up", "in total", "total", "altogether",
        "both", "share", "used", "contribute", "in all", "all told", "all in all")  # fmt: skip
EXCLUDING = ("without", "excluding", "apart from", "except", "excepting", "minus", "not counting", "w/o", "sans",
             "excl", "ex")  # fmt: skip
WITHOUT = (*EXCLUDING, "leaving out", "leaves out", "leave out", "leaving", "setting")
REST = ("remaining", "rest", "other", "others")
EACH = ("each", "apiece", "every one", "all", "both", "alike")
# What is said so is said of several one by one, of several at once, or of these or a whole.
ONE_BY_ONE = frozenset(("each", "apiece", "every one", "alike"))
JOINTLY = frozenset(("together", "combined", "add up", "adds up", "added up", "in sum", "jointly"))
SUMMED = JOINTLY | {"in total", "in all", "total", "altogether"}

# What makes a sentence speak of no fact of the day: never refuted where one of these stands.
GUARDS = {
    "not": ("not", "never", "nor", "neither", "hardly", "nobody", "cannot", "barely", "rarely", "isn't", "wasn't",
            "aren't", "weren't", "doesn't", "don't", "didn't", "won't", "can't", "couldn't", "wouldn't",
            "shouldn't", "hasn't", "haven't", "hadn't", "ain't", "instead", "rather", "false", "wrong", "untrue",
            "scarcely", "dream", "by no means", "far from", "anything but", "seldom"),
    "maybe": ("would", "could", "should", "might", "may", "will", "shall", "can", "must", "ought", "hope", "hopes",
              "hoped", "expect", "expects", "expected", "plan", "plans", "planned", "planning", "intend", "target",
              "goal", "aim", "aims", "guess", "maybe", "perhaps", "possibly", "probably", "ideally", "if",
              "unless", "whether", "tomorrow", "next week", "next month", "next time", "next year", "next day",
              "the next", "next to", "at first", "first version", "soon", "until", "wish", "want", "wanted",
              "assume",
              "suppose", "imagine", "promise", "promised", "budget", "limit", "deadline", "due", "allows",
              "threshold", "likely", "i'd", "we'd", "i'll", "we'll", "it'll", "they'd", "aiming", "hoping", "bet",
              "forecast", "predict", "predicted", "anything", "anyone", "need to", "needs to", "have to", "has to",
              "once",
              "let's", "let", "please", "meant", "supposed", "feels", "felt", "seems", "seemed",
              "as if", "as though", "allowed", "permits", "capped", "cap", "would've", "draft"),
    "others": ("team", "teams", "company", "companies", "competitor", "competitors", "colleague", "colleagues",
               "customer", "customers", "survey", "paper", "study", "reports", "somebody", "someone", "people",
               "somebody else", "forum", "reader", "readers", "industry", "world", "blog",
               "claims", "claimed", "writes", "wrote", "asked", "told", "according", "reported", "client says",
               "example", "examples", "they say", "some say", "friend", "neighbor", "vendor", "article says",
               "elsewhere", "else"),
    "usual": ("usually", "normally", "typical", "typically", "always", "often", "sometimes", "every night",
              "every day", "generally", "habit", "takes", "take", "last year", "last month", "ago", "per",
              "anyway", "used to", "back then", "whenever", "every time", "each time", "nightly", "hourly",
              "rule of thumb", "out of reach", "a day like", "per day", "years", "daily"),
}  # fmt: skip

DAYS = {
    "today": ("today", "this day", "the day", "the whole day"),
    "earlier": ("the day before yesterday",),
    "yesterday": ("yesterday", "the day before", "the previous day", "previous day", "yesterday's"),
}

# Words without a meaning of their own here. A sentence of no others is about the figures alone.
GENERIC = _words(
    "ranged ranging ranges range spread span spans spanned varied vary posted scored notched "
    "a an the this that these those it its it's that's he she they them their we our i my me you your who "
    "which what there here and or but so as at by for from in into of off on onto to up with within than then "
    "while when where because since hence thus also too only just even still already again about over under "
    "between among against beside besides across through during after before behind is are was were be been "
    "being am has have had having do does did done doing get gets got go goes went gone make makes made give "
    "gives gave come comes came coming take took taken put puts stand stands stood sit sits say says show "
    "shows shown keep keeps kept hold holds held mean means meant need needed needs cost costs run runs ran "
    "earlier remains remained "
    "amount amounts amounted reach reaches reached reaching end ends ended ending close closes closed land "
    "lands landed hit hits finish finished finishes start started begin begins began open opened opens turn "
    "turned leave leaves left bring brings brought see saw seen count counts counted log logs logged record "
    "recorded records work works worked working spend spends spent use uses used add adds added reflect "
    "reflects reflecting represent represents represented representing produce produced yield yielded return "
    "returned returns deliver delivered fill fills filled rate rated note noted notes set sets belong belongs "
    "include includes included carry carries contain contains list lists listed all total totals sum "
    "altogether overall average averages averaged exactly precisely alone well good great new whole full long "
    "short quick slow busy calm quiet small large big little much many more most few less one's own same "
    "other others another such very quite rather really fairly mere merely simple single day days today week "
    "weeks month months year years morning evening afternoon night time times yesterday task tasks row rows "
    "item items entry entries table chart number numbers figure figures value values hour hours minute "
    "minutes token tokens leverage factor factors supervision supervisory human person estimate estimates "
    "estimated equivalent weighted session sessions part parts share result results output yes now now's ever "
    "yet far so-called around down out mark line bottom top first last second third place stays stay stayed "
    "fell rose lies lie lay giving worth both each either every any some none no nothing like as-is per "
    "compared comparison versus vs respectively claude ai assistant runtime wall clock effort job jobs piece "
    "side exact sheer whopping bought buys paid pays lasted lasts enough sufficed "
    "sufficient suffices completed appear appears "
    "pieces batch batches points point let's thirds half quarter double twice three-quarters "
    "margin wide far clearly easily narrowly slightly comfortably"
)

# Words that speak of what was named before, and those that make a number one of many, a change or a part of one.
BACK = _words("this it its they their them these those that both he such together one")
CHANGES = _words(
    "double twice triple times half quarter third thirds doubled from each apiece between difference plus "
    "minus ratio per every"
)
# Where what is said of one number ends and what is said of the next begins.
TURNS = _words(
    "took take needed cost is was are were in for against at and make makes made with came come comes which "
    "so by to give gives gave stands stand stood reached reach reaches had has have but while ran hence or "
    "rose fell hit yields yielded representing represents represented than"
)

# Words that may stand between a task and the number that it has, and those that may stand before its name.
LINKS = _words(
    "behind into after already took needed cost used required ran came come comes in out at to is was are "
    "were has had have stands stood stand reached reach reaches ended ends landed lands finished finishes hit "
    "hits made makes make got gets with for of a an the only just even still and but as its it which that "
    "went goes gave gives turned on my me i note estimated rated be being done worth closes closed leads led "
    "alone again up task tasks row rows so sits sit follows followed fared showed shows yielded yields "
    "produced produces returned returns enough sufficed sufficient"
)
OPENERS = _words(
    "the a an for at and but then next came with i note estimated my our only just while also so of both in "
    "into to on estimate put behind stands stand was is that went did do it were are from if hence task row "
    "number after"
)

# Words that tell nothing even beside others.
SMALL = _words(
    "a an the and or but of in on at by for from to with as is was were are be it its this that these those "
    "into up out off over under than then all each both no not one two three four five six seven eight nine "
    "ten"
)

# Words that say that a number of tasks is that of the whole day.
WHOLE_DAY = _words("today logged done finished completed recorded altogether total closed")
# Words that stand for the day before such a number, those between them, and those behind it.
DAY_NOUNS = _words(
    "day table list log sunday monday tuesday wednesday thursday friday saturday record today chart sheet"
)
HOLDING = _words(
    "had has have holds hold held counts count lists list saw brought shows with of across contains over"
)
FILLING = _words("fill fills make makes stand stands filled made opened open")


# Words for an average, nouns for what a day is made of, and scopes of more days than one.
AVERAGES = _words("average averages averaged averaging median")
TASK_NOUNS = _words("task tasks row rows session sessions")
PERIODS = frozenset(("week", "month", "year", "last week"))

# Signs that end a phrase.
STOPS = frozenset((";", "--", "—", "–", ".", "!", "?"))


def _table(kind: str, tables: Mapping[str, Iterable[str]]) -> Mapping[str, Meaning]:
    return {phrase: Meaning(kind, name) for name, phrases in tables.items() for phrase in phrases}


# Later tables have the last word on a phrase that stands in several.
PHRASES: Mapping[str, Meaning] = {
    **_table("guard", GUARDS),
    **_table("hedge", HEDGES),
    **_table("mark", MARKS),
    **_table("compare", COMPARISONS),
    **_table("sum", {"": SUMS}),
    **_table("without", {"": WITHOUT}),
    **_table("rest", {"": REST}),
    **_table("each", {"": EACH}),
    **_table("day", DAYS),
    **{word: Meaning("end", word) for word in ENDS},
    **_table("top", TOPS),
    **_table("longest", {"": LONGEST}),
    **_table("scope", SCOPES),
    **_table("unit", UNITS),
    **_table("label", LABELS),
    **{day.lower(): Meaning("weekday", str(n)) for n, day in enumerate(WEEKDAYS)},
    **{f"{day.lower()}s": Meaning("guard", "usual") for day in WEEKDAYS},
    **{month.lower(): Meaning("month", str(n)) for n, month in enumerate(MONTHS, 1)},
    **{
        name: Meaning("month", str(n))
        for n, month in enumerate(MONTHS, 1)
        if len(name := month[:3].lower()) < len(month)
    },
    "sept": Meaning("month", "9"),
    "anything else": Meaning("word", "anything else"),
    **{word: Meaning("ordinal", str(number)) for word, number in ORDINALS.items()},
}
