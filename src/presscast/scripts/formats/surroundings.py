"""What of a page is no part of its text, told by structure and by names."""

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

PAGE = "page"
"""The reason of what stands round an article."""

CONTENTS = "contents"
"""The reason of tables of contents and numbers of pages."""

SILENT = "silent"
"""Stands for what holds no words of the document at all: it gets into no text."""

_SILENT_TAGS = frozenset(("script", "style", "template", "noscript", "head", "meta", "link"))

_TAGS = {
    **dict.fromkeys(("nav", "aside", "footer", "form", "button", "select", "dialog", "menu"), PAGE),
    **dict.fromkeys(("textarea", "iframe", "datalist", "title"), PAGE),
    **dict.fromkeys(("svg", "canvas", "video", "audio", "object"), "image"),
    **dict.fromkeys(("figcaption", "caption", "media-caption"), "caption"),
    **dict.fromkeys(("rt", "rp"), "ruby"),
    **dict.fromkeys(("byline", "tagline", "distributor", "media-producer"), "credit"),
    **{"dateline": "dateline", "abstract": "summary"},
}

_NEVER_TEXT = frozenset(
    ("nav", "aside", "footer", "button", "select", "dialog", "menu", "textarea", "title")
)

_ROLES = {
    **dict.fromkeys(("navigation", "banner", "contentinfo", "complementary", "search"), PAGE),
    **dict.fromkeys(("form", "dialog", "alertdialog", "menu", "menubar", "toolbar"), PAGE),
    **dict.fromkeys(("doc-noteref", "doc-footnote", "doc-endnote", "doc-endnotes"), "footnote"),
    **dict.fromkeys(("doc-toc", "doc-pagebreak", "doc-index"), CONTENTS),
}

_EPUB_TYPES = {
    **dict.fromkeys(("noteref", "footnote", "footnotes", "endnote", "endnotes"), "footnote"),
    **dict.fromkeys(("rearnote", "rearnotes"), "footnote"),
    **dict.fromkeys(("toc", "pagebreak", "page-list", "landmarks", "index"), CONTENTS),
}

_WHAT = (
    "nav|navbar|navigation|menu|breadcrumbs?|sidebar|pagination|pager|paging"
    "|related|recommended|recommendations|recirculation|most-?read|more-stories"
    "|newsletter|subscribe|subscription|signup|sign-up|promo|advert|advertisement|ads?"
    "|cookies?|consent|gdpr|comments?|disqus|respond|skip-?link|toolbar|masthead|colophon"
    "|tags|tag-list|print-only|copyright"
)
_SHARING = "share|sharing|sharebar|social|socials|addtoany|sharedaddy|addthis"
_AROUND = (
    r"(?:(?:site|page|post|entry|article|story|main|top|global|primary|secondary|content|js|wp)[-_]+)*"
    r"(?:{})"
    r"(?:(?:[-_]+)(?:bar|buttons?|links?|list|box|block|posts?|articles?|stories|news|widget|area"
    r"|section|banner|consent|notice|form|container|wrapper|wrap|inner|icons?|menu|nav|tools?|items?"
    r"|content|panel|module|overlay|popup|modal|top|bottom|left|right|footer|header|slot|unit|\d+))*"
)
_NAMED = (
    (re.compile(_AROUND.format(_SHARING), re.I), "link"),
    (re.compile(_AROUND.format(_WHAT), re.I), PAGE),
    (re.compile(r"(?:site|page|global)[-_]+(?:header|footer)|footer", re.I), PAGE),
    (
        re.compile(
            r"(?:foot|end)notes?|Mso(?:Foot|End)note(?:Text|Reference)|references|reflist|footnote-(?:ref|back)\S*",
            re.I,
        ),
        "footnote",
    ),
    (
        re.compile(
            r"(?:entry|post|article|story)[-_]+(?:meta|byline|author|date|info)"
            r"|byline|dateline|posted-on",
            re.I,
        ),
        "credit",
    ),
    (re.compile(r"(?:wp|image|photo|figure)[-_]caption(?:-text)?|photo-?credit", re.I), "caption"),
)
"""Names of classes and ids as whole tokens, by the reason to skip what bears them."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-list\s*:\s*ignore", re.I)
_NOTE = re.compile(r"[^#]*#_?(?:ft|fn|foot|end|edn|cite|note)", re.I)
"""Where a link to a note leads."""
_EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"

_NETWORKS = re.compile(
    r"(?:share|post|tweet|teilen|partager|compartir|on|via|auf|sur|en|this|article|by|per|to|&|and"
    r"|facebook|twitter|x|whatsapp|linkedin|telegram|reddit|pinterest|xing|instagram|threads"
    r"|mastodon|bluesky|messenger|pocket|e-?mail|mail|print|drucken|imprimer|copy|link|rss|sms"
    r"|[|·•:,/\s])*",
    re.I,
)
_MOST_PLACES = 200
_REFERENCE = re.compile(r"\s*[\[(]?(?:\d{1,3}|[a-z]|[*†‡§]+)[\])]?\s*")
_CODE_CLASS = re.compile(r"(?:language|lang|brush|highlight|sourceCode|prettyprint)\b")


def may_hold_text(tag: str, reason: str) -> bool:
    """Whether what looks like furniture may be the page itself: a form or a hidden element."""
    return reason in (PAGE, "hidden") and tag not in _NEVER_TEXT


def local_name(node: "Element") -> str:
    """The name of an element without its namespace."""
    return _fold_tag(node.tag)


@lru_cache(maxsize=1024)
def _fold_tag(tag: str) -> str:
    return str(tag).rpartition("}")[2].lower()


def tell_furniture(node: "Element", tag: str) -> str:
    """The reason why an element is not part of the text, or nothing."""
    if tag in _SILENT_TAGS:
        return SILENT
    named = ""
    keys = node.keys()
    if keys:
        get = node.get
        if "hidden" in keys or get("aria-hidden") == "true" or _HIDDEN.search(get("style") or ""):
            return "hidden"
        types = get(_EPUB_TYPE) or get("epub:type") or ""
        named = _tell_names(
            get("role") or "", types, get("class") or "", "" if tag == "a" else get("id") or ""
        )
    return named or _TAGS.get(tag) or _tell_content(node, tag)


@lru_cache(maxsize=4096)
def _tell_names(role: str, types: str, classes: str, name: str) -> str:
    for known, words in ((_ROLES, role), (_EPUB_TYPES, types)):
        for word in words.lower().split():
            if word in known:
                return known[word]
    for token in (*classes.split(), *name.split()):
        for pattern, reason in _NAMED:
            if len(token) <= 80 and pattern.fullmatch(token):
                return reason
    return ""


def _tell_content(node: "Element", tag: str) -> str:
    """The reason that shows only in what stands inside: references, code, lists of networks."""
    if tag == "sup":
        link = node.find("{*}a")
        linked = link is not None and "#" in (link.get("href") or "")
        return "footnote" if linked and _is_reference(node) else ""
    if tag == "a":
        noted = _NOTE.match(node.get("href") or "")
        return "footnote" if noted and _is_reference(node) else ""
    if tag == "pre":
        code = node.find("{*}code") is not None or _CODE_CLASS.search(node.get("class") or "")
        return "code" if code else ""
    if tag in ("ul", "ol") and len(node) > 1:
        return "link" if _lists_networks(node) else ""
    if tag == "header":
        parent = node.getparent()
        outer = parent is not None and local_name(parent) == "body"
        headed = outer and any(node.find(f".//{{*}}{name}") is not None for name in ("h1", "h2"))
        return PAGE if outer and not headed else ""
    return ""


def _is_reference(node: "Element") -> bool:
    """Whether an element is no more than a number or a sign."""
    text = "".join(text[:9] for text in islice(node.itertext(), 9))
    return _REFERENCE.fullmatch(text) is not None


def _lists_networks(node: "Element") -> bool:
    """Whether a list is nothing but a row of places to share a page on."""
    length = 0
    links = 0
    for item in islice(node.iter(), _MOST_PLACES):
        links += str(item.tag).endswith("a")
        for text in (item.text, item.tail if item is not node else ""):
            length += len(text or "")
            if length > 400 or not _NETWORKS.fullmatch(text or ""):
                return False
    return links > 1 and length > 0
