"""P: problems of pages."""

from leverage_site.problems import Code

COLLISION = Code(
    "P001",
    "two sources want the page {url!r}: {first} and {second}",
    "Give one of them another address; a tag or project gets it from its name.",
)
BROKEN_LINK = Code("P002", "the link {target!r} leads to no page", "Check the file's name and its folder.")
SAME_ID = Code(
    "P006",
    "two days have the feed id {id!r}: {first} and {second}",
    "Give each its own `id`, or leave it out; readers would take the two for one.",
)
BROKEN_IMAGE = Code(
    "P003",
    "the image {target!r} does not exist",
    "Put it into content/static and write its path from there, such as /charts/week.png.",
)
NOTE_OF_NOTHING = Code(
    "P007",
    "no record belongs to the {kind} {name!r}",
    "The file is called after the last part of its page's address; `draft: true` keeps the note for later.",
    "warning",
)
PARTIAL_OF_NO_TEMPLATE = Code(
    "P008",
    "no template shows the partial {name!r}",
    "The templates of the theme say what its partials are called; `draft: true` keeps the file for later.",
    "warning",
)
UNUSABLE_PATH = Code(
    "P004",
    "the address {url!r} cannot be a file: {reason}",
    "Choose another name or permalink.",
)
BROKEN_NAV = Code(
    "P005",
    "the navigation entry {title!r} leads to no page: {target!r}",
    "Correct `url` below [[site.nav]], or add the page.",
)
LINK_AS_TEXT = Code(
    "P009",
    "{link!r} is no link, so it is shown as it stands",
    "Write the target in angle brackets, or %20 for a blank in it. It may be a path, or begin with http:, https:, "
    "mailto: or tel:. The words of a link hold no other link and no footnote.",
    "warning",
)
EMPTY_TARGET = Code(
    "P010",
    "the link leads to the page that it stands on: its target is empty",
    "Write the target between the parentheses, or take the link out.",
    "warning",
)
OTHER_MARKUP = Code(
    "P011",
    "{mark!r} looks like {what}, which is no markup here: it is shown as it stands",
    "Take it out, or put it between backquotes if it is meant to be shown.",
    "warning",
)
NO_FOOTNOTE = Code(
    "P012",
    "the footnote {label!r} is not defined, so the reference is shown as it stands",
    "Define it on a line of its own, such as [^1]: The note; or put the reference between backquotes.",
    "warning",
)
UNUSED_FOOTNOTE = Code(
    "P013",
    "the footnote {label!r} is not shown: {reason}",
    "Refer to it from the text, each footnote by a label of its own.",
    "warning",
)
NO_DEFINITION = Code(
    "P014",
    "{link!r} is no link, because its name is not defined: it is shown as it stands",
    "Define the name on a line of its own, such as [name]: /weeks/index.html; or write [text](target).",
    "warning",
)
UNSEEN = Code(
    "P015",
    "the name {name!r} holds a character that cannot be seen, {character}",
    "Delete it, or type the name anew: to readers it looks the same without it, and is another name.",
    "warning",
)
LIKELY_TWINS = Code(
    "P016",
    "the {kind}s {first!r} and {second!r} may be one under two names",
    "If they are, write {alias} below [aliases.{kind}s] in leverage.toml.",
    "note",
)
NO_LIVE_FIGURE = Code(
    "P017",
    "no live figure is called {name!r}: {reason}",
    "Names are those of figures, such as leverage, week.tasks and leverage.rank: nothing is computed, and nothing "
    "else looked up. `leverage-site figures` lists them; write \\{{{{ for braces that are meant to be shown.",
)
LATER_FIGURE = Code(
    "P018",
    "the live figure {name!r} looks ahead: its text is of {end} and knows no later day",
    "What a record says must not change when a day is added: write of later days where they are.",
)
TASK_BY_NUMBER = Code(
    "P019",
    "the live figure {name!r} names a task by a number that pages do not show",
    'Pages number tasks by factor unless `task_order` is "file": name the task by its address.',
)
NO_SUCH_FORM = Code(
    "P020",
    "the live figure {name!r} cannot be printed as {form!r}",
    "Behind the colon it may have {forms}.",
)
UNKNOWN_VALUE_SHOWN = Code(
    "P021",
    "the live figure {name!r} is unknown and shown as a dash",
    "Add to the records what it is made of, or take it out of the text.",
    "warning",
)

CODES = (
    COLLISION, BROKEN_LINK, SAME_ID, BROKEN_IMAGE, NOTE_OF_NOTHING, PARTIAL_OF_NO_TEMPLATE, UNUSABLE_PATH,
    BROKEN_NAV, LINK_AS_TEXT, EMPTY_TARGET, OTHER_MARKUP, NO_FOOTNOTE, UNUSED_FOOTNOTE, NO_DEFINITION, UNSEEN,
    LIKELY_TWINS, NO_LIVE_FIGURE, LATER_FIGURE, TASK_BY_NUMBER, NO_SUCH_FORM, UNKNOWN_VALUE_SHOWN,
)  # fmt: skip
