"""What each file of an episode is, for feeds and web servers."""

MEDIA_TYPES = {
    ".chapters.json": "application/json+chapters",
    ".json": "application/json",
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".html": "text/html",
    ".txt": "text/plain",
    ".xml": "application/rss+xml",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/x-m4a",
    ".m4b": "audio/x-m4b",
    ".opus": "audio/ogg; codecs=opus",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".epub": "application/epub+zip",
    ".audiobook": "application/audiobook+zip",
    ".zip": "application/zip",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".css": "text/css",
    ".js": "text/javascript",
}
"""The end of a file's name -> its type; where two fit, the longer is named first."""


def find_type(name: str) -> str:
    """The media type of a file by its name."""
    known = (type_ for end, type_ in MEDIA_TYPES.items() if name.lower().endswith(end))
    return next(known, "application/octet-stream")
