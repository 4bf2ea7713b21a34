"""Live figures: `{{ name }}` in a text is looked up in a table of figures, and printed as pages print them.

`values` says what a figure is worth and how it is printed, `ends` the same of what stands out and of days.
`groups` are what figures are of, `names` says how a name is looked up, `tables` what those of each kind of text
are of, and `mistakes` what a wrong one may mean. `history` is what each day knows of those before it, and `texts`
puts all that into the texts of a site. Nothing is evaluated: a name is in the table, or it is a problem.
"""
