"""Text in, Script out: `reading.py` is where it begins."""
