"""Faults: each breaks one thing, as a real relay once did."""
