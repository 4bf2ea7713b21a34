"""What the dialect adds to CommonMark's tree: footnotes and task lists.

Footnotes are parsed by a plugin of the library, put into order, numbered and named here. They stand behind the
text, in the order of the first references. `env[NAME]` is the name that their ids carry, since texts of several
documents share a page; where there is none, definitions stay where they are. `env[UNUSED]` has the line, the label
and the fault of each definition that is not shown.

Items of lists that begin with `[ ]` or `[x]` get a box that nobody can tick.
"""

import re
from collections import deque
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def, footnote_ref

NAME = "footnotes_of"
UNUSED = "unused_footnotes"
BEGIN = "footnotes_open"
BACK = "footnote_back"
REFERENCE = "footnote_ref"

# The library looks for the end of a label as far as there is one.
_LABEL = re.compile(r"\[\^[^\s\[\]]{1,100}\]")
_ARROW = "\u21a9\ufe0e"
_BOX = re.compile(r"\[([ xX])\][ \t]+")

# Definitions by their labels, each with its line and its tokens.
_Notes = dict[str, tuple[int, list[Token]]]


def add_footnotes(markdown: MarkdownIt) -> None:
    """Make footnotes part of a dialect."""
    markdown.block.ruler.before("reference", "footnote_def", _definition, {"alt": ["paragraph", "reference"]})
    markdown.inline.ruler.after("image", REFERENCE, _reference)
    markdown.core.ruler.after("inline", "footnotes", _arrange)
    for kind, rule in _RULES.items():
        markdown.add_render_rule(kind, rule)


def add_task_lists(markdown: MarkdownIt) -> None:
    """Make task lists part of a dialect.

    The library's own plugin looks back to the beginning of a list from each item of it, in quadratic time.
    """
    markdown.core.ruler.after("inline", "task_lists", _mark_task_items)
    markdown.add_render_rule("task_box", _render_box)


def _definition(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    begin = state.bMarks[start_line] + state.tShift[start_line]
    if not state.src.startswith("[^", begin):
        return False
    label = _LABEL.match(state.src, begin, state.eMarks[start_line])
    return label is not None and footnote_def(state, start_line, end_line, silent)


def _reference(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[^", state.pos):
        return False
    label = _LABEL.match(state.src, state.pos, state.posMax)
    return label is not None and footnote_ref(state, silent)


def _arrange(state: StateCore) -> None:
    """Move the notes behind the text, numbered, and note those that are not shown."""
    name = state.env.get(NAME)
    if name is None or "footnotes" not in state.env:
        return
    text: list[Token] = []
    notes: _Notes = {}
    # Definitions whose label another one has.
    repeated: list[tuple[int, str]] = []
    inside = [text]
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            line, label = token.map[0] if token.map else 0, token.meta["label"]
            inside.append([])
            if notes.setdefault(label, (line, inside[-1]))[1] is not inside[-1]:
                repeated.append((line, label))
        elif token.type == "footnote_reference_close":
            inside.pop()
        else:
            inside[-1].append(token)
    references = _references_by_label(text, notes)
    unused = [(line, label) for label, (line, _) in notes.items() if label not in references]
    faults = [(repeated, "another one has its name"), (unused, "nothing refers to it")]
    state.env[UNUSED] = sorted((line, label, fault) for lines, fault in faults for line, label in lines)
    if references:
        text.append(Token(BEGIN, "", 1))
        for n, (label, places) in enumerate(references.items(), 1):
            text += _note(f"{name}_{n}", n, *notes[label], places)
        text.append(Token("footnotes_close", "", -1))
    state.tokens = text


def _references_by_label(text: list[Token], notes: _Notes) -> dict[str, list[Token]]:
    """Return the references that are shown, in the order of the text and of the notes that it leads to."""
    references: dict[str, list[Token]] = {}
    waiting = deque([text])
    while waiting:
        for block in waiting.popleft():
            # Only these hold references: the description of an image does not.
            for part in (block.children or ()) if "[^" in block.content else ():
                if part.type == REFERENCE:
                    label = part.meta["label"]
                    if label not in references:
                        references[label] = []
                        waiting.append(notes[label][1])
                    references[label].append(part)
    return references


def _note(name: str, n: int, line: int, content: list[Token], references: list[Token]) -> list[Token]:
    """Return note number `n` as it is shown, with a way back to each of its references; they get its number."""
    ways = []
    for place, reference in enumerate(references, 1):
        own = f"fnref_{name}" + (f"_{place}" if place > 1 else "")
        reference.attrs = {"href": f"#fn_{name}", "id": own}
        reference.meta = {**reference.meta, "n": n}
        meta = {"n": n, "place": place if len(references) > 1 else 0}
        ways.append(Token(BACK, "", 0, attrs={"href": f"#{own}"}, map=[line, line + 1], meta=meta))
    if content and content[-1].type == "paragraph_close":
        content[-1:] = [*ways, content[-1]]
    else:
        content += [Token("paragraph_open", "p", 1), *ways, Token("paragraph_close", "p", -1)]
    opened = Token("footnote_open", "", 1, attrs={"id": f"fn_{name}"})
    return [opened, *content, Token("footnote_close", "", -1)]


def _render_reference(_: Any, tokens: list[Token], n: int, *__: Any) -> str:
    token = tokens[n]
    if "n" not in token.meta:  # where definitions stay where they are
        return ""
    number, href, own = token.meta["n"], token.attrs["href"], token.attrs["id"]
    return (
        f'<sup class="footnote-ref"><a href="{href}" id="{own}" role="doc-noteref" '
        f'aria-label="Footnote {number}">{number}</a></sup>'
    )


def _render_way_back(_: Any, tokens: list[Token], n: int, *__: Any) -> str:
    token = tokens[n]
    number, place = token.meta["n"], token.meta["place"]
    label = f"Back to reference {number}" + (f", place {place}" if place else "")
    return (
        f' <a href="{token.attrs["href"]}" class="footnote-back" role="doc-backlink" '
        f'aria-label="{label}">{_ARROW}{place or ""}</a>'
    )


_RULES: dict[str, Any] = {
    REFERENCE: _render_reference,
    BACK: _render_way_back,
    BEGIN: lambda *_: '<div class="footnotes">\n<hr />\n<ol>\n',
    "footnotes_close": lambda *_: "</ol>\n</div>\n",
    "footnote_open": lambda _, tokens, n, *__: f'<li id="{tokens[n].attrs["id"]}">\n',
    "footnote_close": lambda *_: "</li>\n",
    "footnote_reference_open": lambda *_: "",
    "footnote_reference_close": lambda *_: "",
}


def _mark_task_items(state: StateCore) -> None:
    for n, (item, paragraph) in enumerate(pairwise(state.tokens)):
        if item.type == "list_item_open" and paragraph.type == "paragraph_open":
            parts = state.tokens[n + 2].children
            first = parts[0] if parts and parts[0].type == "text" else None
            if parts and first and (box := _BOX.match(first.content)):
                item.attrSet("class", "task-list-item")
                first.content = first.content[box.end() :]
                parts.insert(0, Token("task_box", "input", 0, meta={"done": box[1] != " "}))


def _render_box(_: Any, tokens: list[Token], n: int, *__: Any) -> str:
    checked = ' checked=""' if tokens[n].meta["done"] else ""
    return f'<input type="checkbox" disabled=""{checked} aria-label="Done" /> '
