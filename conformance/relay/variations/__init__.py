"""Variations: legitimate ways to answer, seen on real servers; nothing may notice."""
