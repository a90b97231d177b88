"""The command `relaycert`: the entry point beside pytest."""
