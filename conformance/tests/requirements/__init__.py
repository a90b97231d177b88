"""Tests of `conformance.requirements`."""
