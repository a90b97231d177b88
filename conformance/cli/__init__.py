"""The command `relaycert`: a face over all the rest."""
