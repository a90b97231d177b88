"""What stands in recordings in the place of secrets."""

MARK = "[redacted-key]"  # a key
HASH_MARK = "[redacted-hash]"  # a hash of a key
WITHHELD = "[withheld]"  # the value of a header that may hold one
KEY_MARK = "[upstream-key]"  # the key that a target shows to its upstream
