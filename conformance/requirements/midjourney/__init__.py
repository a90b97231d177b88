"""Requirements on Midjourney tasks."""
