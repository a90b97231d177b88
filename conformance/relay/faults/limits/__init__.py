"""Faults that requirements of the area `limits` catch."""
