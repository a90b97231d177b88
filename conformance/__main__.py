"""`python -m conformance` is the command `relaycert`."""

from conformance.cli.cli import main

main(prog_name="relaycert")
