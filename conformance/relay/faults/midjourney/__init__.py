"""Faults that requirements of the area `midjourney` catch."""
