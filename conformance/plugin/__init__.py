"""The pytest plugin: options, items, fixtures, outcomes, results.

`-p conformance.plugin` loads it. The hooks stand in a module of their own, so that
what imports another module of this folder does not load all of them.
"""

pytest_plugins = [
    "conformance.plugin.hooks",
    "conformance.plugin.markers",
    "conformance.plugin.short_names",
    "conformance.plugin.beginning",
    "conformance.plugin.terminal",
    "conformance.plugin.fixtures",
]
