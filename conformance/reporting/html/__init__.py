"""The report as one HTML page that needs nothing but itself."""

from conformance.reporting.html.page import render

__all__ = ["render"]
