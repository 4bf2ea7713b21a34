"""Markdown → HTML with open link slots. This package alone knows markdown-it."""

from leverage_site.prose.model import Fragment, Html, Prose, ProseLink
from leverage_site.prose.parse import parse

__all__ = ["Fragment", "Html", "Prose", "ProseLink", "parse"]
