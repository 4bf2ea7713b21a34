"""Themes for their authors: a new one is started, and one is held against a hostile sample site."""
