"""Faults that requirements of the area `auth` catch."""
