"""Tests of `conformance.bundle`."""
