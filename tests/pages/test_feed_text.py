"""The texts of feeds: what is written by hand there is what libraries write."""

import json

from hypothesis import given
from hypothesis import strategies as st

from leverage_site.pages import feed_text

# Records hold no control characters but these three.
CONTENT = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('\n\t\r"\\'))


@given(CONTENT)
def test_content_in_json_is_read_as_it_was(html: str) -> None:
    assert json.loads(f'"{feed_text._json_content(html)}"') == html  # noqa: SLF001
