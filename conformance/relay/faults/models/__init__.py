"""Faults that requirements of the area `models` catch."""
