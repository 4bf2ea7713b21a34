"""Neighbours of each day and totals of each listing, once a build and not once a page."""

import json
from collections import Counter
from itertools import pairwise

from pelican import signals


def total(articles):
    """Return the sums of some days."""
    sums = Counter()
    for article in articles:
        sums.update(json.loads(article.sums))
    return sums


def prepare(generator):
    """Give the templates what they need."""
    context = generator.context
    context["older"] = dict(pairwise(generator.articles))
    context["newer"] = {older: newer for newer, older in pairwise(generator.articles)}
    context["totals"] = {"": total(generator.articles)}
    for listing, articles in (*generator.categories, *generator.tags.items()):
        context["totals"][listing.url] = total(articles)


def register():
    """Register the plugin; Pelican calls this."""
    signals.article_generator_finalized.connect(prepare)
