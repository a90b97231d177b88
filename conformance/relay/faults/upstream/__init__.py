"""Faults that requirements of the area `upstream` catch."""
