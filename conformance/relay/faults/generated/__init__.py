"""Faults that requirements of the area `generated` catch."""
