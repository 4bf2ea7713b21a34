"""Live figures: `{{ name }}` in a text is looked up in a table of figures, and printed as pages print them.

`values` says what a figure is worth and how it is printed, `names` what the names of one text stand for, `history`
what each day knows of those before it, and `texts` puts all that into the texts of a site. Nothing is evaluated: a
name is in the table, or it is a problem.
"""
