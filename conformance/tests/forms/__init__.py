"""Tests of `conformance.forms`."""
