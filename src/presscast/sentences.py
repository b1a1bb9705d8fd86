"""Where sentences end. The rules of each language are those of the sentencex library."""

from collections.abc import Iterator

_WINDOW = 4000
"""Characters that are looked at together: the library's time grows with their square."""


def split_sentences(text: str, language: str) -> tuple[tuple[int, int], ...]:
    """(start, end) of each sentence, without the white space around it."""
    spans = []
    for start, piece in _segment(text, language.split("-")[0]):
        inner = piece.strip()
        if inner:
            first = start + piece.index(inner)
            spans.append((first, first + len(inner)))
    return tuple(spans)


def _segment(text: str, language: str) -> Iterator[tuple[int, str]]:
    """(where it starts, the piece) of each sentence.

    A long text is taken in windows; the last sentence of one, which may be cut, opens the next.
    """
    import sentencex

    at = 0
    size = _WINDOW
    while at < len(text):
        window = text[at : at + size]
        last = at + size >= len(text)
        pieces = sentencex.segment(language, window)
        if not last and len(pieces) < 2:
            size *= 2
            continue
        size = _WINDOW
        for piece in pieces if last else pieces[:-1]:
            start = text.index(piece, at)
            yield start, piece
            at = start + len(piece)
        if last:
            return
