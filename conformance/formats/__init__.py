"""Reads and writes forms: events, JSON, TOML, schemas, sound, pictures, secrets."""
