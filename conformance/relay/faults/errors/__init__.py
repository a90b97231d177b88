"""Faults that requirements of the area `errors` catch."""
