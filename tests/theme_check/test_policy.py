import pytest

from leverage_site.theme_check.markup import read
from leverage_site.theme_check.policy import hostile, inline, tame
from leverage_site.theme_check.texts import HOSTILE, HOSTILE_NAME


def said(text):
    return [finding.values["what"] for finding in inline(read(text))]


@pytest.mark.parametrize(
    "text",
    [
        "<script src=x></script>",
        '<script type="application/ld+json">{}</script>',
        "<a href='x' data-on=1 title=style>",
    ],
)
def test_what_is_allowed(text):
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<script>x</script>", "a <script> without src"),
        ("<script type=module>x</script>", "a <script> without src"),
        ("<style>p {}</style>", "a <style>"),
        ("<p style='x'>", "style= of <p>"),
        ("<P ONCLICK=x>", "onclick= of <p>"),
        ("<a href=' java\nscript:x'>", "a javascript: address of <a>"),
    ],
)
def test_what_is_forbidden(text, what):
    assert said(text) == [what]


@pytest.mark.parametrize("text", [HOSTILE, HOSTILE_NAME])
@pytest.mark.parametrize("around", ["{}", "<p>{}</p>", "<title>{}</title>", '<p title="{}">', "<p title='{}'>"])
def test_text_that_is_not_escaped_is_noticed(text, around):
    assert list(hostile(read(around.format(text))))


@pytest.mark.parametrize("text", [HOSTILE, HOSTILE_NAME])
@pytest.mark.parametrize("around", ["{}", "<title>{}</title>", '<p title="{}">', "<p title='{}'>"])
def test_text_that_is_escaped_is_not(text, around):
    from markupsafe import escape

    assert not list(hostile(read(around.format(escape(text)))))


@pytest.mark.parametrize("text", [HOSTILE, HOSTILE_NAME])
def test_escaping_does_not_help_where_the_quotes_are_missing(text):
    from markupsafe import escape

    assert list(hostile(read(f"<p title={escape(text)}>")))


def test_what_texts_made_is_told_once():
    document = read(f"<p>{HOSTILE}</p><style></style>")
    assert [finding.values["what"] for finding in inline(tame(document))] == ["a <style>"]
