from leverage_site.theme_check.html import parse_html


def test_tags_have_their_places():
    document = parse_html('<p>\n <a href="x" href="y">a</a></p>\n<br/>')
    assert [(tag.name, tag.line, tag.column, tag.text) for tag in document.tags] == [
        ("p", 1, 1, "<p>"),
        ("a", 2, 2, '<a href="x" href="y">'),
        ("br", 3, 1, "<br/>"),
    ]


def test_the_first_of_several_attributes_counts():
    assert parse_html('<a href="x" href="y" hidden>').tags[0].attributes == {"href": "x", "hidden": ""}


def test_the_title_is_the_page_s_and_not_a_drawing_s():
    document = parse_html(
        "<title> A &amp; <!-- no --> B </title><svg><title>Bars</title><a href='x'></a></svg><a></a>"
    )
    assert document.title == "A &  B"
    assert [(tag.name, tag.drawn) for tag in document.named("a", "svg")] == [
        ("svg", False),
        ("a", True),
        ("a", False),
    ]


def test_what_is_in_a_script_is_no_tag():
    assert [tag.name for tag in parse_html("<script>'<b>'</script><i>").tags] == ["script", "i"]


def test_ids_are_given_as_often_as_they_stand():
    assert parse_html("<p id=a></p><p id=a></p><p id=b>").ids == ["a", "a", "b"]
