"""Faults that requirements of the area `images` catch."""
