"""Disposable memory between builds: it decides how much is done, and never what comes of it."""
