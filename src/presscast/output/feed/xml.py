"""XML written by hand: an item is text that is kept from run to run, never a tree.

Names of elements are ours; whatever is written into them is cleaned and escaped here, once.
"""

from html import escape

from presscast.output.cleaning import clean_text

NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
}
"""Prefix -> namespace, as the root of each page declares them."""


def write_element(name: str, content: str = "", **attributes: object) -> str:
    """An element around content that is XML already; attributes that are None are left out.

    An underscore in an attribute's name stands for a hyphen.
    """
    listed = "".join(
        f' {key.replace("_", "-")}="{escape_text(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{listed}>{content}</{name}>" if content else f"<{name}{listed}/>"


def write_text(name: str, text: object, **attributes: object) -> str:
    """An element that holds a text; nothing for an empty one."""
    content = " ".join(clean_text(str(text)).split())
    return write_element(name, escape(content, quote=False), **attributes) if content else ""


def write_html(name: str, html: str) -> str:
    """An element that holds HTML in a CDATA section, as Apple wants it. `>` is escaped in it."""
    if "]]>" in html:
        raise ValueError("a CDATA section cannot hold its own end")
    return f"<{name}><![CDATA[{html}]]></{name}>" if html else ""


def escape_text(text: str) -> str:
    """A text for an attribute, clean and on one line; escaped as lxml does it."""
    return escape(" ".join(clean_text(text).split()), quote=False).replace('"', "&quot;")


def join_lines(*elements: str) -> str:
    """The elements that are not empty, one a line."""
    return "\n".join(filter(None, elements))
