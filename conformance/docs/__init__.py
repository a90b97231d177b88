"""The documentation's generated pages, and the hook that gives them to mkdocs."""
