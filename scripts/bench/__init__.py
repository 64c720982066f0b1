"""Figures for maintainers: what a page, a search, a build and an edit cost. Run with `handbook.py bench`."""
