"""Faults that requirements of the area `clients` catch."""
