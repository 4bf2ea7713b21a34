"""Sheets of sentences whose truth is known, and the sites that they are about."""
