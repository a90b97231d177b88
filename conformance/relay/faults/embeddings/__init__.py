"""Faults that requirements of the area `embeddings` catch."""
