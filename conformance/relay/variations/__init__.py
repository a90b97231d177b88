"""Variations: each is legitimate, and nothing may notice it."""
