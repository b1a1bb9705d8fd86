"""Moments as scripts write them, and as feeds do."""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime


def parse_moment(text: str) -> datetime:
    """The moment that ISO 8601 says, in UTC; a day alone begins at midnight, no zone is UTC.

    Raises ValueError.
    """
    return _put_in_utc(datetime.fromisoformat(text))


def format_moment(moment: datetime) -> str:
    """`Fri, 20 Nov 2026 00:00:00 +0000`. Source: RFC 2822, section 3.3."""
    return format_datetime(moment.replace(microsecond=0))


def parse_feed_date(text: str) -> datetime:
    """The moment that a feed's pubDate says, in UTC. Raises ValueError."""
    try:
        return _put_in_utc(parsedate_to_datetime(text))
    except (TypeError, IndexError, OverflowError) as error:
        raise ValueError(text) from error


def _put_in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except OverflowError as error:
        raise ValueError(str(moment)) from error
