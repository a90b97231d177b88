"""The suite itself: what must follow from what is sent."""
