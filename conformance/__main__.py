"""`python -m conformance` is the command `relaycert`."""

from conformance.cli.main import main

main(prog_name="relaycert")
