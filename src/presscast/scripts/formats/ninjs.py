"""IPTC ninjs 1 to 3: the headline and the body of a story in JSON."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from presscast.errors import ScriptError
from presscast.scripts.blocks import BlockKind, Document, LineIndex
from presscast.scripts.formats.builder import TextBuilder
from presscast.scripts.formats.feed import write_text
from presscast.scripts.formats.html import walk_fragment
from presscast.scripts.formats.surroundings import PAGE

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_SIGN = re.compile(r'"(?:body_\w+|bodies|headlines?)"\s*:')
_BODIES = ("body_xhtml", "body_html", "body_text")
_HTML = re.compile(r"<(?:p|div|h\d|br|ul|ol|table|html|article)\b", re.I)

_MOST_QUOTES = 400_000
"""Two a string, or a key."""

_REASONS = {
    **dict.fromkeys(("byline", "by", "bylines", "infosources", "people"), "credit"),
    **dict.fromkeys(("description_text", "description_html", "descriptions"), "summary"),
    **dict.fromkeys(("bodies", *_BODIES), "version"),
    **dict.fromkeys(("associations", "renditions"), "caption"),
}
"""By the key at the top; all else is data about the story."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A string of the file."""

    path: tuple[str, ...]
    """The keys and numbers that lead to it."""
    text: str
    line: int


def looks_like_ninjs(text: str) -> bool:
    """Whether a text is a JSON object with a headline or a body."""
    return re.match(r'\s*\{\s*"', text) is not None and _SIGN.search(text) is not None


def read_ninjs(source: str) -> Document:
    """The blocks of a story. Source: IPTC ninjs 1.4, 2.1 and 3.0."""
    texts = _list_texts(source)
    headline = next((text for text in texts if _is_headline(text)), None)
    body = _choose_body(texts)
    if body is None:
        what = "this JSON is no ninjs story: it has no body"
        raise ScriptError(what, remedy="Give its text as plain text or Markdown.")
    builder = TextBuilder()
    if headline is not None:
        builder.write(" ".join(headline.text.split()), headline.line)
        builder.close(BlockKind.HEADING, level=1)
    if _HTML.search(body.text):
        walk_fragment(body.text.replace("\n", " "), builder, body.line)
    else:
        write_text(body.text, builder, body.line, counted=False)
    for text in texts:
        if text is not headline and text is not body:
            builder.skip(" ".join(text.text.split()), text.line, _REASONS.get(text.path[0], PAGE))
            builder.close()
    language = next((text.text for text in texts if text.path == ("language",)), "")
    return builder.build(title=headline.text if headline else "", language=language)


def _list_texts(source: str) -> list[_Text]:
    """All strings of the file but keys, in order. The tree and its strings go in step."""
    try:
        tree = json.loads(source, object_pairs_hook=_Pairs)
        if not isinstance(tree, _Pairs):
            raise ValueError("not an object")
        if source.count('"') > _MOST_QUOTES:
            raise ScriptError("it holds more than a story can have", remedy=_REMEDY)
        lines = LineIndex.of_text(source)
        places = _STRING.finditer(source)
        strings = zip(_walk(tree, ()), places, strict=True)
        return [
            _Text(path, text, lines.line_at(place.start()))
            for (path, text), place in strings
            if path
        ]
    except RecursionError:
        raise ScriptError("the JSON is nested too deeply", remedy=_REMEDY) from None
    except ValueError as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else None
        raise ScriptError(f"this is not JSON ({error})", line=line, remedy=_REMEDY) from None


_REMEDY = "Export the story once more, or give its text as plain text."


class _Pairs(list[tuple[str, object]]):
    """The members of a JSON object, in their order."""


def _walk(value: object, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """(path, text) of every string; a key has no path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, _Pairs):
        for key, member in value:
            yield (), key
            yield from _walk(member, (*path, key))
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from _walk(member, (*path, str(number)))


def _is_headline(text: _Text) -> bool:
    path = text.path
    return path == ("headline",) or (path[0] == "headlines" and path[2:] == ("value",))


def _choose_body(texts: list[_Text]) -> _Text | None:
    """The fullest body: marked up before plain, the first where there are several."""
    named = {text.path[0]: text for text in reversed(texts) if len(text.path) == 1}
    listed = [text for text in texts if text.path[0] == "bodies" and text.path[2:] == ("value",)]
    marked = [text for text in listed if _HTML.search(text.text)]
    other = [named[key] for key in named if key.startswith("body_")]
    found = [named[key] for key in _BODIES if key in named] + marked + listed + other
    return next((text for text in found if text.text.strip()), None)
