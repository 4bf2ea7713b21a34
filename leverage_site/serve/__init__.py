"""The dev server: watch, preview, HTTP."""
