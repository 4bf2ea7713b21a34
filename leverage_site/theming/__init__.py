"""Themes for their authors: one is held against a hostile sample site."""
