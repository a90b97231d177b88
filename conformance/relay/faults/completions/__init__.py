"""Faults that requirements of the area `completions` catch."""
