"""Faults that requirements of the area `chat` catch."""
