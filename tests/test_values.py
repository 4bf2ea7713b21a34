"""Classes of values: what a dataclass does, in every way that values are used."""

import pickle
import subprocess
import sys
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any

import pytest

from leverage_site.values import value
from tests.support.workspace import REPOSITORY, environment


@value
class Point:
    """A class with every kind of field."""

    x: int
    _y: str
    tags: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    place: str = field(default="", compare=False, repr=False)


@value
class Single:
    """One field: what reads it gives no tuple."""

    x: Any


@dataclass(slots=True, unsafe_hash=True)
class Plain:
    """What `Point` is held against."""

    x: int
    _y: str
    tags: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    place: str = field(default="", compare=False, repr=False)


ARGUMENTS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((1, "a"), {}),
    ((2, "a"), {}),
    ((1, "a"), {"tags": ("b",)}),
    ((1,), {"_y": "a", "extra": {"k": [1]}}),
    ((1, "a", (), {}, "elsewhere"), {}),
    ((), {"x": 1, "_y": "a", "place": "here"}),
]


@pytest.mark.parametrize(("positional", "named"), ARGUMENTS)
def test_a_value_is_made_and_printed_as_a_dataclass_is(positional: Any, named: Any) -> None:
    made, plain = Point(*positional, **named), Plain(*positional, **named)
    assert [getattr(made, one.name) for one in fields(Point)] == [
        getattr(plain, one.name) for one in fields(Plain)
    ]
    assert repr(made) == repr(plain).replace("Plain", "Point")
    assert [hash(made), is_dataclass(made)] == [hash(plain), True]


def test_values_are_equal_where_dataclasses_are() -> None:
    made = [Point(*positional, **named) for positional, named in ARGUMENTS]
    plain = [Plain(*positional, **named) for positional, named in ARGUMENTS]
    for n in range(len(ARGUMENTS)):
        for m in range(len(ARGUMENTS)):
            assert (made[n] == made[m]) == (plain[n] == plain[m])
            assert (made[n] == plain[m]) is False
    assert Single((1,)) == Single((1,)) != Single(1)


@pytest.mark.parametrize("arguments", [(), (1,), (1, "a", (), {}, "", "more")])
def test_what_a_dataclass_refuses_is_refused(arguments: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError):
        Point(*arguments)


def test_a_method_of_the_class_s_own_stays() -> None:
    @value
    class Named:  # noqa: PLW1641 (the decorator adds it)
        name: str

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Named) and self.name.lower() == other.name.lower()

        def __repr__(self) -> str:
            return self.name

    assert Named("A") == Named("a")
    assert [repr(Named("A")), hash(Named("A"))] == ["A", hash(Named("A"))]


def test_each_value_has_a_default_of_its_own() -> None:
    assert Point(1, "a").extra is not Point(1, "a").extra


def test_values_are_copied_replaced_and_sent_to_other_processes() -> None:
    made = Point(1, "a", ("b",), {"k": 1}, "here")
    assert replace(made, x=2) == Point(2, "a", ("b",), {"k": 1})
    assert [copy(made), pickle.loads(pickle.dumps(made))] == [made, made]  # noqa: S301 (own bytes)
    with pytest.raises(AttributeError):
        made.new = 1  # type: ignore[attr-defined]


INTERRUPTED = """
import signal
import sys
from leverage_site.values import value

@value
class Point:
    x: int

def interrupt(frame, *_):
    if frame.f_code.co_filename.startswith("<"):
        sys.settrace(None)
        signal.raise_signal(signal.SIGINT)

sys.settrace(interrupt)
try:
    Point(1)
except KeyboardInterrupt:
    print("going on")
"""


@pytest.mark.site
def test_ctrl_c_while_a_class_gets_its_init_ends_no_process_that_goes_on_after_it() -> None:
    done = subprocess.run(
        [sys.executable, "-c", INTERRUPTED],
        cwd=REPOSITORY,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert [done.stdout, done.stderr, done.returncode] == ["going on\n", "", 0]
