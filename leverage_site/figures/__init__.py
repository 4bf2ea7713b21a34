"""Figures: every named number with its definition (`named`), and how numbers are printed (`printing`)."""

from leverage_site.figures.named import *
from leverage_site.figures.printing import *
