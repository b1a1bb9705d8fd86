"""Where sentences end. The rules of each language are those of the sentencex library."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def split_sentences(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of each sentence, without the white space around it."""
    import sentencex

    spans = []
    at = 0
    for piece in sentencex.segment(language.split("-")[0], text):
        start = text.index(piece, at)
        at = start + len(piece)
        inner = piece.strip()
        if inner:
            first = start + piece.index(inner)
            spans.append((first, first + len(inner)))
    return tuple(spans)
