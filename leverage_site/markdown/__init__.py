"""Markdown → HTML with open link slots. This package alone knows markdown-it, and only `parse` loads it."""

from leverage_site.markdown.model import Fragment, Html, Prose, ProseLink

__all__ = ["Fragment", "Html", "Prose", "ProseLink"]
