"""Master in, files out: tags, chapters, transcripts, page, books, manifest."""
