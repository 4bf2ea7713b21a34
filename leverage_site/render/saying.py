"""The filter `say`: a template's own texts in the language of the site, put in while the template is compiled.

`{{ "Subscribe"|say }}` becomes the words themselves, so that nothing is done for it as a page is rendered. Fields
are filled from expressions: `{{ "Page {n} of {of}"|say(n=pager.n, of=pager.of) }}` becomes the words between them;
where none is given, they stay in braces, for a script.
Where one English text has two meanings, the rarer says in words which it is, and catalogs have it as
`Records [best figures]`: `{{ "Records"|say("best figures") }}`. A text that is not written in the template but
worked out is looked up as the page is rendered.
"""

from collections.abc import Iterator
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.visitor import NodeTransformer

from leverage_site.language.phrases import Language
from leverage_site.text import fill_pattern, pattern_fields, split_pattern

SAY, GROUPED = "say", "grouped"


def filters(language: Language | None) -> dict[str, Any]:
    """Return the filters of a language: `say` for texts that are worked out, `grouped` for whole numbers."""

    def say(text: str, meaning: str = "", **fields: object) -> str:
        words = text
        if language:
            name = f"{text} [{meaning}]" if meaning else text
            words = language.text(name, text) if meaning or fields else language.say(text)
        return fill_pattern(words, {name: str(each) for name, each in fields.items()}) if fields else words

    return {SAY: say, GROUPED: language.number if language else "{:,}".format}


def put_in_words(tree: nodes.Template, language: Language | None) -> None:
    """Put the words of the language in the place of the texts that a template says."""
    _Saying(language).visit(tree)


def said_texts(tree: nodes.Template) -> Iterator[str]:
    """Yield the texts that a template says, as catalogs have them."""
    for node in tree.find_all(nodes.Filter):
        if _is_said(node):
            yield _id_of(node)


class _Saying(NodeTransformer):
    """Replaces `say` behind a text by its words. Raises TemplateSyntaxError where its fields are others."""

    def __init__(self, language: Language | None) -> None:
        self.language = language

    def visit_Output(self, node: nodes.Output) -> nodes.Output:  # noqa: N802
        """Print the parts of a text one by one, without joining them first."""
        node.nodes = [
            part for each in node.nodes for part in (self._parts(each) if _is_said(each) else [self.visit(each)])
        ]
        return node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Expr:  # noqa: N802
        if not _is_said(node):
            self.generic_visit(node)
            return node
        parts = self._parts(node)
        return parts[0] if len(parts) == 1 else nodes.Concat(parts, lineno=node.lineno)

    def _parts(self, node: Any) -> list[nodes.Expr]:
        """Return the words of a text, and between them the expressions of its fields."""
        text: str = node.node.value
        fields: dict[str, nodes.Expr] = {str(pair.key): self.visit(pair.value) for pair in node.kwargs}
        words = self.language.text(_id_of(node), text) if self.language else text
        if not fields:
            return [nodes.Const(words, lineno=node.lineno)]
        if fields.keys() != pattern_fields(text):
            raise TemplateSyntaxError(f"the fields of {text!r} are not those that `say` is given", node.lineno)
        return [
            fields[part] if n % 2 else nodes.Const(part, lineno=node.lineno)
            for n, part in enumerate(split_pattern(words))
            if n % 2 or part
        ]


def _is_said(node: nodes.Node) -> bool:
    """Return whether a node is the filter behind a text that is written in the template."""
    return (
        isinstance(node, nodes.Filter)
        and node.name == SAY
        and all(isinstance(each, nodes.Const) for each in (node.node, *node.args))
        and len(node.args) < len(("meaning", "more"))
        and not (node.dyn_args or node.dyn_kwargs)
    )


def _id_of(node: Any) -> str:
    """Return what catalogs call the text that is said, with its meaning where it has several."""
    return " ".join([node.node.value, *(f"[{meaning.value}]" for meaning in node.args)])
