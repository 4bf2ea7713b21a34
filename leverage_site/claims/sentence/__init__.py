"""A sentence among the facts: its stretches, and the tasks, days and figures that these may be about."""
