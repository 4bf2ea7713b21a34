"""Recognisers: each finds one kind of claim among the tokens of a sentence, with all ways to read it.

They are called in the order of `check.RECOGNISERS`; what one of them takes, those behind it leave alone.
"""
