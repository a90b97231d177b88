"""Servers that do what no server should, and what a run makes of them."""
