"""Faults that requirements of the area `http` catch."""
