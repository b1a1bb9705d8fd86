"""JSON in pieces, for what grows with every word."""

import json
from collections.abc import Iterable, Iterator, Mapping


def render_json(content: Mapping[str, object]) -> Iterator[bytes]:
    """A line for each value of an object, and for each item of a list in it.

    So a list may be longer than what is to be held, and `json.dumps` is fast: with `indent` it is
    written in Python.
    """
    between = "{\n"
    for key, value in content.items():
        yield f"{between}{_dump(key)}: ".encode("utf-8", "replace")
        between = ",\n"
        if isinstance(value, (list, Iterator)):
            yield from _render_items(value)
        else:
            yield _dump(value).encode("utf-8", "replace")
    yield b"\n}\n"


def _render_items(items: Iterable[object]) -> Iterator[bytes]:
    between = "["
    for item in items:
        yield f"{between}\n{_dump(item)}".encode("utf-8", "replace")
        between = ","
    yield b"[]" if between == "[" else b"\n]"


_dump = json.JSONEncoder(ensure_ascii=False).encode
"""Made once: `json.dumps` makes an encoder for each of a hundred thousand words."""
