"""The drawn part of the corpora: pages of chance with true, neutral and false sentences, from fixed seeds."""

from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from tests.claims.corpus.drawing import Choice, Slots, Template, draw, factor, fill, read_templates
from tests.claims.corpus.entries import Entry, Page
from tests.claims.corpus.random_site import Day, random_site
from tests.claims.corpus.sites import HERE

SEEDS = {"open": range(1, 7), "held": range(101, 107)}


class DrawnPage(NamedTuple):
    """A page about the last of some days."""

    days: tuple[Day, ...]
    page: Page


class NeutralSlots(Slots):
    """Slots with numbers that mean nothing."""

    def get(self, name: str) -> Choice:
        chance = self.chance
        drawn = {
            "n": lambda: str(chance.randint(3, 400)),
            "m": lambda: str(chance.randint(2, 28)),
            "p": lambda: str(chance.randint(401, 900) if chance.random() < 0.2 else chance.randint(29, 99)),
            "f": lambda: factor(chance.randint(20, 3000) / 10).replace(".0", ""),
            "code": lambda: str(chance.choice((400, 401, 403, 404, 409, 429, 500, 502, 503))),
            "year": lambda: str(chance.randint(2015, 2031)),
        }
        return Choice(drawn[name]()) if name in drawn else super().get(name)


def drawn_pages(half: str) -> Iterator[DrawnPage]:
    """Draw the pages of one half, `open` or `held`: for each site, days from its second week on."""
    true, neutral = (read_templates(HERE / half / name) for name in ("true.templates", "neutral.templates"))
    for seed in SEEDS[half]:
        days = random_site(seed)
        for place in (7, 11, 15, 19, 23):
            day, chance = days[place], Random(seed * 100 + place)  # noqa: S311
            entries = [*_neutral(neutral, day, chance), *draw(true, day, chance)]
            entries += chance.sample(list(draw(true, day, chance, false=True)), 10)
            chance.shuffle(entries)
            paragraphs = tuple((entry,) for entry in entries)
            yield DrawnPage((*day.before, day), Page(f"seed {seed}", day.date, paragraphs))


def _neutral(templates: list[Template], day: Day, chance: Random) -> Iterator[Entry]:
    for template in chance.sample(templates, 16):
        entry = fill(template, NeutralSlots(day, chance), chance)
        if entry:
            yield entry._replace(truth="neutral")
