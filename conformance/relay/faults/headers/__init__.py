"""Faults that requirements of the area `headers` catch."""
