"""What stands in recordings in the place of secrets."""

MARK = "[redacted-key]"  # a key
HASH_MARK = "[redacted-hash]"  # a hash of a key
WITHHELD = "[withheld]"  # the value of a header that may hold one
WRONG_KEY = "sk-relaycertwrongkey0000000000000000"  # one that nobody gave out
KEY_MARK = "[upstream-key]"  # the key that a target shows to its upstream
