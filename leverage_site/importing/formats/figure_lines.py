"""Sums and averages of a day outside its tables of them: what is one, and no other text."""

from leverage_site.importing.formats.document import Aggregate
from leverage_site.importing.formats.numbers import is_value
from leverage_site.importing.formats.wording import parse_metric


def is_known_aggregate(aggregate: Aggregate) -> bool:
    """Return whether an aggregate is called just as a figure is, and its value is a figure, or unknown."""
    name = aggregate.name.rstrip(" :")
    metric = parse_metric(name)
    return metric is not None and metric.words == name and is_value(aggregate.value)
