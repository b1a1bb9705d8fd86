"""Inside a paragraph of Markdown: links, emphasis, entities and breaks become runs of lines."""

import re
from typing import TYPE_CHECKING

from presscast.scripts.blocks import Aside, Line, Run

if TYPE_CHECKING:
    from markdown_it.token import Token

FOOTNOTE_MARK = re.compile(r"\[\^[^\]\s]+\]")

_CLOSING = re.compile(r"[*_`]*\](?=[\[(])")
"""What may stand between a link's text and its target."""

_LONGEST_TARGET = 4000

_NUMBER = re.compile(r"[ \t>*+-]*(?P<shown>\d{1,9}[.)])(?=\s)")

_BREAK_TAG = re.compile(r"<br\s*/?>", re.I)


class InlineReader:
    """Turns inline tokens into lines of runs, with a cursor that finds each in the source."""

    def __init__(self, source: str, start: int, end: int) -> None:
        self.asides: list[Aside] = []
        self._source = source
        self._at = start
        self._end = end
        self._lines: list[Line] = []
        self._runs: list[Run] = []
        self.pictured = False
        """Whether there is an image in it."""
        self._strong = 0
        self._italic = 0
        self._link = ""
        self._auto = False
        """Whether the text is that of an `<address>`, which is shown decoded."""

    def take_number(self) -> None:
        """The number in front of an entry of a list, which is said."""
        row = self._source.rfind("\n", 0, self._at) + 1
        number = _NUMBER.match(self._source, row, self._end)
        if number:
            self._runs.append(
                Run(number["shown"] + " ", number.start("shown"), number.end("shown"))
            )
            self._at = number.end()

    def read(self, tokens: list["Token"]) -> tuple[Line, ...]:
        for token in tokens:
            self._take(token)
        self._break()
        return tuple(self._lines)

    def _take(self, token: "Token") -> None:
        match token.type:
            case "text":
                self._append_text(token.content)
            case "code_inline":
                self._append_code(token.content)
            case "link_open":
                self._auto = token.info == "auto"
                self._link = str(token.attrs.get("href", ""))
            case "text_special":
                self._append(token.content, token.markup)
            case "softbreak":
                self._break()
            case "hardbreak":
                self._break(broken=True)
            case "strong_open" | "strong_close":
                self._strong += token.nesting
            case "em_open" | "em_close":
                self._italic += token.nesting
            case "link_close":
                self._skip_target("link")
                self._link = ""
            case "image":
                self._skip_image(token)
            case "html_inline":
                start, end = self._find(token.content)
                self.asides.append(Aside(start, end, "html"))
                if _BREAK_TAG.fullmatch(token.content):
                    self._break(broken=True)

    def _append(self, shown: str, written: str) -> None:
        if shown:
            start, end = self._find(written)
            strong, italic = self._strong > 0, self._italic > 0
            self._runs.append(Run(shown, start, end, strong, italic, link=self._link))

    def _append_text(self, text: str) -> None:
        """Text without the marks of footnotes in it."""
        if self._auto:
            self._auto = False
            start = self._source.find("<", self._at, self._end) + 1
            self._append(text, self._source[start : self._source.find(">", start)])
            return
        at = 0
        for mark in FOOTNOTE_MARK.finditer(text):
            self._append(text[at : mark.start()], text[at : mark.start()])
            self.asides.append(Aside(*self._find(mark[0]), "footnote"))
            at = mark.end()
        self._append(text[at:], text[at:])

    def _append_code(self, text: str) -> None:
        """Code, whose words may stand on several lines."""
        words = text.split()
        if words:
            places = [self._find(word) for word in words]
            self._runs.append(
                Run(text, places[0][0], places[-1][1], self._strong > 0, link=self._link)
            )

    def _find(self, written: str) -> tuple[int, int]:
        """Where the next occurrence lies; an empty stretch at the cursor if it is not there."""
        start = self._source.find(written, self._at, self._end)
        if start < 0:
            return self._at, self._at
        self._at = start + len(written)
        return start, self._at

    def _skip_target(self, reason: str) -> None:
        """Move past the `](address "title")` or `][reference]` of a link."""
        closing = _CLOSING.match(self._source, self._at, self._end)
        if closing is None:
            return
        start = self._at
        deep = 0
        for at in range(closing.end(), min(self._end, closing.end() + _LONGEST_TARGET)):
            if self._source[at - 1] == "\\":
                continue
            deep += (self._source[at] in "([") - (self._source[at] in ")]")
            if deep == 0:
                self._at = at + 1
                self.asides.append(Aside(start, self._at, reason))
                return

    def _skip_image(self, token: "Token") -> None:
        self.pictured = True
        start = self._source.find("![", self._at, self._end)
        self._find(token.content)
        self._skip_target("image")
        if start >= 0:
            address = str(token.attrs.get("src", ""))
            self.asides.append(Aside(start, self._at, "image", address))

    def _break(self, *, broken: bool = False) -> None:
        """End the line: white space at either end of it is nobody's."""
        runs, self._runs = self._runs, []
        while runs and not runs[-1].text.strip():
            runs.pop()
        while runs and not runs[0].text.strip():
            runs.pop(0)
        if runs:
            self._lines.append(Line(tuple(runs), broken))
