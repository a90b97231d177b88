"""Faults that requirements of the area `portability` catch."""
