"""Tests of `conformance.docs`, and of the pages written by hand."""
