"""Tests of `conformance.sending`."""
