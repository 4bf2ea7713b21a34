"""A year of invented records, the same bytes every time: `python -m demo DIR` writes it as a site."""
