"""Faults: one file for each file of requirements, with those that it has to catch."""
