"""The packaged suite and its requirements, loaded once for all tests."""

from conformance.inputs.suite import Suite
from conformance.reporting.catalogue import Catalogue

SUITE = Suite.load()
CATALOGUE = Catalogue.of(SUITE)
