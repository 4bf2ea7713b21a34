"""A page of parts is the same whichever of them were known."""

from hypothesis import given
from hypothesis import strategies as st

from leverage_site.pages.parts import Part, apart, joined
from tests.support.sites import Site

keys = st.text("ab", max_size=3)
texts = st.text(st.sampled_from("aé日\n\x00,"), max_size=5)
several = st.lists(st.tuples(keys, texts), max_size=8, unique_by=lambda pair: pair[0])


def parts(pairs, made=None):
    """The parts of a page; the keys of those that are made are added to `made`."""

    def make(key, text):
        if made is not None:
            made.append(key)
        return text

    return [Part(key, lambda key=key, text=text: make(key, text)) for key, text in pairs]


@given(several)
def test_what_is_joined_comes_apart(pairs):
    data, sizes = joined(parts(pairs), {})
    assert data == "".join(text for _, text in pairs).encode()
    assert [key for key, _ in sizes] == [key for key, _ in pairs]
    assert apart(data, sizes) == {key: text.encode() for key, text in pairs}


@given(several, st.sets(keys))
def test_a_part_that_is_known_is_not_made(pairs, some):
    data, sizes = joined(parts(pairs), {})
    known = {key: part for key, part in apart(data, sizes).items() if key in some and part}
    made = []
    assert joined(parts(pairs, made), known) == (data, sizes)
    assert made == [key for key, _ in pairs if key not in known]


@given(several, several)
def test_what_is_known_of_another_page_is_of_no_harm(old, new):
    texts = dict(old)
    new = [(key, texts.get(key, text)) for key, text in new]
    assert joined(parts(new), apart(*joined(parts(old), {}))) == joined(parts(new), {})


def test_a_part_that_comes_twice_is_there_twice():
    pairs = [("a", "one"), ("b", ""), ("a", "one"), ("", "")]
    data, sizes = joined(parts(pairs), {})
    assert data == b"oneone"
    assert joined(parts(pairs), apart(data, sizes)) == (data, sizes)


def test_of_a_page_that_is_shorter_than_it_was_nothing_is_invented():
    data, sizes = joined(parts([("a", "one"), ("b", "two")]), {})
    assert apart(data[:4], sizes) == {"a": b"one", "b": b"t"}
    assert apart(b"", sizes) == {"a": b"", "b": b""}
    assert apart(data, ()) == {}


def tasks(site):
    """The parts of the list of tasks, whose page is checked to be made of them."""
    page = site.plan()["data/tasks.json"]
    prepared = site.prepared()
    view = page.view(prepared.plan.site, page.inputs(prepared.plan.content))
    assert "".join(part.make() for part in view.parts) == site.built()["data/tasks.json"].decode()
    return [part.key for part in view.parts]


def test_an_edited_day_is_one_part_of_the_list_of_tasks_and_the_newest_ends_it(tmp_path):
    site = Site(tmp_path).days("2026-04-06", "2026-04-07", "2026-04-08")
    before = tasks(site)
    assert len(set(before)) == len(before) == 5
    site.record("2026-04-07", "Other words.")
    assert tasks(site) == before
    site.record("2026-04-07", tasks=[{"task": "Other", "human": "1h", "ai": "1m"}])
    after = tasks(site)
    assert [n for n, (old, new) in enumerate(zip(before, after, strict=True)) if old != new] == [2]
    site.record("2026-04-09")
    assert set(after) - set(tasks(site)) == {after[3]}
    assert set(tasks(site.settings("pages", task_order="file"))).isdisjoint(after[1:4])
