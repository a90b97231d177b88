"""Judges through pytest: options, items, fixtures, outcomes."""
