"""How records come to be, other than by hand."""
