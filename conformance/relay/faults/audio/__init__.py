"""Faults that requirements of the area `audio` catch."""
