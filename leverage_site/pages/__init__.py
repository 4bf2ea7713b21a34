"""Which pages the site has, and what each shows: pure functions from records and figures to views."""
