"""Task lists: items that begin with `[ ]` or `[x]` get a box that nobody can tick."""

import re
from itertools import pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_BOX = re.compile(r"\[([ xX])\][ \t]+")


def add_task_lists(markdown: MarkdownIt) -> None:
    """Make task lists part of a dialect.

    The library's own plugin looks back to the beginning of a list from each item of it.
    """
    markdown.core.ruler.after("inline", "task_lists", _find)
    markdown.add_render_rule("task_box", _show)


def _find(state: StateCore) -> None:
    if "] " not in state.src and "]\t" not in state.src:
        return
    for n, (item, paragraph) in enumerate(pairwise(state.tokens)):
        if item.type == "list_item_open" and paragraph.type == "paragraph_open":
            parts = state.tokens[n + 2].children
            first = parts[0] if parts and parts[0].type == "text" else None
            if parts and first and (box := _BOX.match(first.content)):
                item.attrSet("class", "task-list-item")
                first.content = first.content[box.end() :]
                parts.insert(0, Token("task_box", "input", 0, meta={"done": box[1] != " "}))


def _show(_: Any, tokens: list[Token], n: int, *__: Any) -> str:
    checked = ' checked=""' if tokens[n].meta["done"] else ""
    return f'<input type="checkbox" disabled=""{checked} aria-label="Done" /> '
