"""`python -m conformance` is the command `relaycert`."""

from conformance.command.cli import main

main(prog_name="relaycert")
