import pytest

from leverage_site.output.folder import ABSENT
from leverage_site.publish.order import ASSETS, PAGES, SiteFile
from leverage_site.publish.receipt import (
    RECEIPT,
    DamagedReceiptError,
    ListedFile,
    Receipt,
    dump_receipt,
    parse_receipt,
)
from leverage_site.urls import invalid_reason

SOME = Receipt(
    'tag:"example".org,2026:ü',
    {"a.html": ListedFile(PAGES, ("1", "2")), 'ö "x".html': ListedFile(PAGES, ("3",))},
    {"old.css": ListedFile(ASSETS, ("4",))},
    complete=False,
)


@pytest.mark.parametrize("receipt", [SOME, Receipt("x", {}, {}), Receipt("", SOME.files, {})])
def test_a_receipt_is_read_as_it_was_written(receipt: Receipt) -> None:
    data = dump_receipt(receipt)
    assert parse_receipt(data) == receipt
    assert dump_receipt(parse_receipt(data)) == data


GOOD = dump_receipt(SOME).decode()


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", "<!DOCTYPE html>", "[" * 100_000, GOOD.replace('"version": 1', '"version": 2'),
        GOOD.replace("false", '"no"'), GOOD.replace('"kept"', '"cept"'), GOOD.replace('["pages"', '["page"'),
        GOOD.replace('["pages", "3"]', "[]"), GOOD.replace('["pages", "3"]', "null"), GOOD.replace('"3"', "3"),
        *(GOOD.replace("a.html", path) for path in ("../a", "/a", "a//b", "a/../b", ".git/config", "a/.GIT/x", "", RECEIPT)),
    ],
)  # fmt: skip
def test_anything_else_is_damaged(text: str) -> None:
    assert text != GOOD
    with pytest.raises(DamagedReceiptError):
        parse_receipt(text.encode())


def test_no_page_can_have_the_name_of_the_receipt() -> None:
    assert invalid_reason(f"/{RECEIPT}", hidden=True)


def test_while_files_are_on_their_way_it_lists_what_was_and_what_will_be() -> None:
    old = Receipt("x", {"a": ListedFile(PAGES, ("1",)), "b": ListedFile(PAGES, ("2",))}, SOME.kept)
    joined = old.joined({"a": SiteFile("a", "9", ASSETS, ""), "c": SiteFile("c", "3", PAGES, "")})
    assert joined == Receipt(
        "x",
        {
            "a": ListedFile(ASSETS, ("1", "9")),
            "b": ListedFile(PAGES, ("2",)),
            "c": ListedFile(PAGES, (ABSENT, "3")),
        },
        SOME.kept,
        complete=False,
    )
    again = joined.joined({"old.css": SiteFile("old.css", "4", ASSETS, "")})
    assert again.kept == {}
    assert again.files["old.css"] == ListedFile(ASSETS, ("4",))
    assert again.files["c"] == joined.files["c"]
