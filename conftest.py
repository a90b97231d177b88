"""Loads the suite's plugin in the checkout."""

pytest_plugins = ["conformance.plugin"]
