"""What is asked for: cases, profiles, sources, waivers, targets and their limits."""
