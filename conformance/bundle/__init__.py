"""Makes evidence of a report folder: digests, manifest, signature."""
