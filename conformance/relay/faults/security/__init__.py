"""Faults that requirements of the area `security` catch."""
