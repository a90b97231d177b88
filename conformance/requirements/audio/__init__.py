"""Requirements on speech, transcripts and translations."""
