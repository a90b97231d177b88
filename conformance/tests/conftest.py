"""Settings of the suite's own tests."""

from hypothesis import settings

# A machine that is busy with other things is slow at times, and that is no failure.
settings.register_profile("relaycert", deadline=None)
settings.load_profile("relaycert")
