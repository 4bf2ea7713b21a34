"""What looks like a mark of another dialect, and whether it is one: code in the midst of words often does.

Each function is given the match of a pattern, and the text that it was found in.
"""

import re

# So far behind an element its end is looked for.
_REACH = 2_500

ELEMENTS = frozenset({
    "a", "abbr", "address", "area", "article", "aside", "audio", "b", "base", "bdi", "bdo", "blockquote",
    "body", "br", "button", "canvas", "caption", "center", "cite", "code", "col", "colgroup", "data",
    "datalist", "dd", "del", "details", "dfn", "dialog", "div", "dl", "dt", "em", "embed", "fieldset",
    "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
    "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd", "label", "legend", "li", "link",
    "main", "map", "mark", "math", "menu", "meta", "meter", "nav", "noscript", "object", "ol", "optgroup",
    "option", "output", "p", "param", "picture", "pre", "progress", "q", "rp", "rt", "ruby", "s", "samp",
    "script", "search", "section", "select", "slot", "small", "source", "span", "strike", "strong", "style",
    "sub", "summary", "sup", "svg", "table", "tbody", "td", "template", "textarea", "tfoot", "th", "thead",
    "time", "title", "tr", "track", "tt", "u", "ul", "var", "video", "wbr"
})  # fmt: skip
# Behind a word, all else may be the parameters of a type: these too, unless they are closed.
_EMPTY = frozenset({"br", "wbr"})
_IN_WORDS = frozenset({"code", "del", "em", "ins", "kbd", "mark", "small", "span", "strong", "sub", "sup"})
_REACH_OF_OPERANDS = 80
_CONDITION = re.compile(r"\b(?:if|elif|while|until|unless|assert|return|and|or|not) [\w.]{1,60}+ \Z")
_OPERATORS = re.compile(r"&&|\|\||[!<>]=")
_CODE_IN_BRACKETS = re.compile(r"[\"=;]")
_PART_OF_PAGE_NAME = re.compile(r"[ |/#]|\.md\Z")
_RAISED = re.compile(r"[\\^_]")
_SNAKE_CASE = re.compile(r"(?<!\w)(?:[A-Z0-9]{2,50}+(?:_[A-Z0-9]{1,50}+)+|[^\W_]{2,50}+(?:_[^\W_]{2,50}+)+)(?!\w)")
_RANGE = re.compile(r"(?<![a-z])a-[fz](?![a-z])|(?<![A-Z])A-[FZ](?![A-Z])|(?<![0-9])0-[179](?![0-9])|\A\w-\w\Z")
_SUBSCRIPT = re.compile(r"[0-9]{1,9}+|[A-Za-z](?: ?[+*-] ?[0-9]{1,9}+)?|'[^']{1,100}+'|\"[^\"]{1,100}+\"|:")
_SYNOPSIS = re.compile(
    r"-[^\n]{1,100}+|<[^\n]{1,100}+|[^\n.]{1,100}+\.\.\."
    r"|(?:arg|argument|command|file|flag|option|parameter|path|subcommand|target|value)s?",
    re.IGNORECASE,
)


def is_element(match: re.Match[str], text: str) -> bool:
    """Whether an element of HTML is named, and no parameter of a type."""
    name = match[1]
    if name.lower() not in ELEMENTS or not (name.islower() or name.isupper()):
        return False
    if not text[match.start() - 1 : match.start()].isalnum() or name.lower() in _EMPTY:
        return True
    return name.lower() in _IN_WORDS and f"</{name}>" in text[match.end() : match.end() + _REACH]


def is_no_comparison(match: re.Match[str], text: str) -> bool:
    """Whether no code such as `if a ==b== c` is meant."""
    before = text[max(0, match.start() - _REACH_OF_OPERANDS) : match.start()]
    is_between = (
        before.endswith(" ") and before[-2:-1].isalnum() and text[match.end() + 1 : match.end() + 2].isalnum()
    )
    is_letter = len(match[0]) == len("==b==")
    return not (is_between and (is_letter or _CONDITION.search(before))) and not _OPERATORS.search(match[0])


def names_page(match: re.Match[str], _: str) -> bool:
    """Whether a name between brackets has what names of tables and attributes in code have not."""
    name = match[1]
    if _CODE_IN_BRACKETS.search(name) or ("," in name and name.islower()):
        return False
    return match[0].startswith("!") or not name.islower() or _PART_OF_PAGE_NAME.search(name) is not None


def is_note(match: re.Match[str], text: str) -> bool:
    """Whether what stands behind `^` are words, and no set of characters in a pattern."""
    return " " in match[1].strip() or text[max(0, match.start() - 2) : match.start()].rjust(2).isalpha()


def is_formula(match: re.Match[str], _: str) -> bool:
    """Whether more is raised or lowered than the words of names such as `foo_bar`."""
    return _RAISED.search(_SNAKE_CASE.sub("", match[0])) is not None


def is_label(label: str, behind: str) -> bool:
    """Whether a footnote may be called so: sets of characters have ranges or classes, or are repeated."""
    if behind[:1] in ("+", "*", "{"):
        return False
    has_name = any(c.isalnum() for c in label) or not label.strip("*\u2020\u2021\u00a7")
    return has_name and "\\" not in label and not _RANGE.search(label)


def is_reference(words: str, name: str) -> bool:
    """Whether two pairs of brackets are no subscripts and no synopsis of a command."""
    parts = (words, name)
    is_synopsis = all(_SYNOPSIS.fullmatch(part) for part in parts)
    return not is_synopsis and not all(_SUBSCRIPT.fullmatch(part) for part in parts)
