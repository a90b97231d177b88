"""`python -m conformance` is the command `relaycert`."""

from conformance.cli import main

main(prog_name="relaycert")
