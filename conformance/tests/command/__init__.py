"""Tests of `conformance.command`."""
