"""Pages and package files as Jinja2 templates. Whatever goes into one is escaped."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from presscast.units import Milliseconds, format_clock, format_stamp

if TYPE_CHECKING:
    from jinja2 import Environment


_NO_TEMPLATES = (".py", ".pyc", ".css", ".js")
"""What lies beside them."""

_PIECES = 256
"""So many of a template's outputs are written at once."""


def render_template(name: str, **content: Any) -> bytes:
    """The template of this name, filled."""
    return _load_templates().get_template(name).render(**content).encode("utf-8", "replace")


def stream_template(name: str, **content: Any) -> Iterator[bytes]:
    """The same in pieces, for what grows with every word."""
    stream = _load_templates().get_template(name).stream(**content)
    stream.enable_buffering(_PIECES)
    return (piece.encode("utf-8", "replace") for piece in stream)


def read_template(name: str) -> str:
    """A file beside the templates, such as a style sheet, as it is."""
    return (files("presscast.output.templates") / name).read_text("utf-8")


def load_templates() -> None:
    """Have all templates ready before anybody needs them."""
    environment = _load_templates()
    for name in environment.list_templates(filter_func=lambda it: not it.endswith(_NO_TEMPLATES)):
        environment.get_template(name)


@lru_cache(maxsize=1)
def _load_templates() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("presscast.output", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    filters: dict[str, Callable[..., Any]] = {
        "clock": format_clock,
        "begun": lambda time: format_clock(Milliseconds(time // 1000 * 1000)),
        "stamp": format_stamp,
        "seconds": format_seconds,
        "direction": tell_direction,
    }
    environment.filters.update(filters)
    return environment


def format_seconds(time: Milliseconds) -> str:
    """`12.345`, as fragments of media and clips have it."""
    return f"{time // 1000}.{time % 1000:03}"


_RIGHT_TO_LEFT = ("ar", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi")


def tell_direction(language: str) -> str:
    """`rtl` for a language that is written from right to left."""
    return "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"
