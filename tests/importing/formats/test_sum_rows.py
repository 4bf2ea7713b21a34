"""What a row is called."""

from leverage_site.importing.formats.sum_rows import is_named_sum
from leverage_site.importing.formats.wording import parse_sum_label


def test_what_a_name_says() -> None:
    assert parse_sum_label("Subtotal Billing and Docs") == ("sum", "Billing and Docs", True, True, False, 4)
    assert parse_sum_label("Mend the gate") is parse_sum_label("") is parse_sum_label("Total " * 100) is None
    assert is_named_sum("Total Billing")
    assert not is_named_sum("Fix total")
