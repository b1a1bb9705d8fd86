"""The default cover of a show: its title over a sound wave, in colours of its own.

The wave and the palette follow from the title alone, so a show keeps its picture and two shows
seldom share one.
"""

import hashlib
import io
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont, ImageOps
from PIL.ImageDraw import ImageDraw as Brush
from PIL.ImageFont import FreeTypeFont

SIDE = 1_400
"""Pixels: the least that Apple Podcasts takes. Source: Apple Podcasts, artwork requirements."""

OVERSAMPLING = 2
MARGIN = 120
TITLE_BOX = (SIDE - 2 * MARGIN, 560)
TITLE_SIZES = range(400, 87, -8)
LINE_HEIGHT = 1.08
STROKE = 1 / 64
"""The outline that makes the bundled font, which is regular, bold: a part of the type size."""

BARS = 13
BAR_WIDTH = 56
JPEG_QUALITIES = (88, 80, 70)
HEAVIEST = 200_000
"""Bytes: the picture travels in every episode, beside the sound."""
WORD = re.compile(r"\S+(?: -(?= ))?")
"""A word, with the dash that follows it: no line begins with a dash."""
NOT_A_CHARACTER = "\uffff"
OPAQUE = 255

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in pixels of the finished picture."""


class Palette(NamedTuple):
    """Colours that read well on each other."""

    top: str
    bottom: str
    ring: str
    bar: str
    text: str


class Wave(NamedTuple):
    """Where the bars stand: their middle line and the height of the highest, in pixels."""

    middle: int
    height: int


PALETTES = (
    Palette("#0a1c38", "#14498a", "#3d7cc9", "#ff7a59", "#ffffff"),
    Palette("#240b36", "#6a2382", "#a75bc2", "#ffc857", "#ffffff"),
    Palette("#04241f", "#0d6352", "#3aa78f", "#f7dc5c", "#ffffff"),
    Palette("#3b0716", "#9c1b3d", "#d65a78", "#ffd8a8", "#ffffff"),
    Palette("#04222f", "#0b6a82", "#41a9c2", "#ff9a6b", "#ffffff"),
    Palette("#141519", "#3d414d", "#767c8c", "#45dcc8", "#ffffff"),
)

UNDER_TITLE = Wave(middle=1_010, height=540)
ALONE = Wave(middle=SIDE // 2, height=860)

# What the bundled font lacks and plain type can say as well.
PLAIN_TYPE = str.maketrans({"\u2013": "-", "\u2014": "-", "\u00a0": " ", "\u2026": "..."})


def draw_cover(title: str) -> bytes:
    """A JPEG of 1400 x 1400 pixels, RGB, the same bytes for the same title.

    A title that the bundled font cannot write in full is left out: no boxes.
    """
    seed = hashlib.sha256(title.encode("utf-8", "surrogatepass")).digest()
    palette = PALETTES[seed[0] % len(PALETTES)]
    words = " ".join(unicodedata.normalize("NFC", title).translate(PLAIN_TYPE).split())
    shown = words if can_write(words) else ""
    bars = list_bars(UNDER_TITLE if shown else ALONE, seed[1:])
    middle = bars.pop(BARS // 2)
    picture = paint_gradient(palette)
    lay_colour(picture, palette.ring, draw_rings)
    lay_colour(picture, palette.bar, partial(draw_bars, bars))
    lay_colour(picture, palette.text, partial(draw_bars, [middle]), partial(draw_title, shown))
    return encode_jpeg(picture)


def can_write(text: str) -> bool:
    """Whether the bundled font has every character of the text."""
    font = load_font(40)
    missing = font.getmask(NOT_A_CHARACTER)
    box = (missing.size, bytes(missing))
    masks = ((mask.size, bytes(mask)) for mask in map(font.getmask, set(text) - {" "}))
    return all(mask != box for mask in masks)


@cache
def load_font(size: int) -> FreeTypeFont:
    """Pillow's bundled font at a size in pixels."""
    font = ImageFont.load_default(size)
    if not isinstance(font, FreeTypeFont):
        raise TypeError("Pillow was built without FreeType")
    return font


def paint_gradient(palette: Palette) -> Image.Image:
    """The background, darker at the top."""
    ramp = Image.linear_gradient("L").crop((0, 0, 1, 256))
    column = ramp.resize((1, SIDE), Image.Resampling.BILINEAR)
    colours = ImageOps.colorize(column, palette.top, palette.bottom)
    return colours.resize((SIDE, SIDE), Image.Resampling.NEAREST)


def lay_colour(picture: Image.Image, colour: str, *draw: Callable[[Brush], None]) -> None:
    """Put a colour on a picture wherever something is drawn, its edges smooth.

    Only this mask is as large as `OVERSAMPLING` says: three bands of it would take thrice as long.
    """
    mask = Image.new("L", (SIDE * OVERSAMPLING, SIDE * OVERSAMPLING))
    brush = ImageDraw.Draw(mask)
    for shape in draw:
        shape(brush)
    mask = mask.reduce(OVERSAMPLING)
    if box := mask.getbbox():
        picture.paste(colour, box, mask.crop(box))


def draw_rings(brush: Brush) -> None:
    """Draw faint rings that spread from the lower right corner."""
    side = SIDE * OVERSAMPLING
    for index in range(5):
        radius = (360 + 270 * index) * OVERSAMPLING
        box = (side - radius, side - radius, side + radius, side + radius)
        brush.ellipse(box, outline=88 - 14 * index, width=70 * OVERSAMPLING)


def list_bars(wave: Wave, seed: bytes) -> list[Box]:
    """The sound wave across the safe width: bars, highest in the middle."""
    bars = []
    pitch = (SIDE - 2 * MARGIN - BAR_WIDTH) / (BARS - 1)
    for index in range(BARS):
        swell = 1.0 - (abs(index - BARS // 2) / (BARS // 2 + 1)) ** 2
        loudness = 1.0 if index == BARS // 2 else 0.3 + 0.65 * seed[index] / 255
        height = wave.height * swell * loudness
        half = max(height, 1.6 * BAR_WIDTH) / 2
        left = MARGIN + index * pitch
        bars.append((left, wave.middle - half, left + BAR_WIDTH, wave.middle + half))
    return bars


def draw_bars(bars: Sequence[Box], brush: Brush) -> None:
    """Draw bars with round ends."""
    for bar in bars:
        box = [edge * OVERSAMPLING for edge in bar]
        brush.rounded_rectangle(box, radius=BAR_WIDTH * OVERSAMPLING // 2, fill=OPAQUE)


def draw_title(title: str, brush: Brush) -> None:
    """Draw the title at the top left, as large as its box allows."""
    size, lines = fit_title(title)
    size *= OVERSAMPLING
    for index, line in enumerate(lines):
        corner = (MARGIN * OVERSAMPLING, MARGIN * OVERSAMPLING + index * size * LINE_HEIGHT)
        brush.text(corner, line, OPAQUE, load_font(size), stroke_width=round(size * STROKE))


def fit_title(title: str) -> tuple[int, list[str]]:
    """The largest type size in pixels at which the title fits its box, and its lines there."""
    width, height = TITLE_BOX
    for size in TITLE_SIZES:
        lines = wrap_title(title, size, width)
        fits = all(measure(line, size) <= width for line in lines)
        if fits and len(lines) * size * LINE_HEIGHT <= height:
            return size, lines
    smallest = TITLE_SIZES[-1]
    lines = wrap_title(break_words(title, smallest, width), smallest, width)
    return smallest, shorten(lines, int(height / (smallest * LINE_HEIGHT)))


def shorten(lines: list[str], most: int) -> list[str]:
    """The lines, or the first of them with an ellipsis for the rest."""
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-3] + "..."]


def wrap_title(title: str, size: int, width: int) -> list[str]:
    """The title in lines of whole words, each as full as the width (pixels) allows."""
    lines: list[str] = []
    for word in WORD.findall(title):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and measure(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def break_words(title: str, size: int, width: int) -> str:
    """The title with a space wherever a word would be wider than a line."""
    broken = ""
    for character in title:
        last = broken.rpartition(" ")[2]
        broken += f" {character}" if measure(last + character, size) > width else character
    return broken


def measure(line: str, size: int) -> float:
    """The width of a line in pixels, its bold outline included."""
    return load_font(size).getlength(line) + 2 * size * STROKE


def encode_jpeg(picture: Image.Image) -> bytes:
    """The picture as JPEG, 72 dots an inch, at the best quality that is not too heavy."""
    encoded = b""
    for quality in JPEG_QUALITIES:
        stream = io.BytesIO()
        picture.save(stream, "JPEG", quality=quality, dpi=(72, 72))
        encoded = stream.getvalue()
        if len(encoded) < HEAVIEST:
            break
    return encoded
