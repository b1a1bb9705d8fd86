"""What Python and the C library do with memory, where that can be told."""

import gc
import sys

_OBJECTS = 100_000
"""So many new ones until Python looks for cycles: nearly all that a render makes it keeps."""

_M_ARENA_MAX = -8
_M_MMAP_THRESHOLD = -3
"""mallopt's names for them (glibc, malloc.h)."""


def collect_seldom() -> None:
    """Have Python look for cycles after so many new objects, not after 700."""
    gc.set_threshold(_OBJECTS)


def share_heaps() -> None:
    """Have all threads share two heaps: each would keep one of its own, most of it holes.

    It takes some 30 MiB off eleven hours. Only glibc has many.
    """
    _call("mallopt", _M_ARENA_MAX, 2)


def map_arrays() -> None:
    """Have what is larger than 1 MiB lie outside of the heaps: it is given back once it is freed.

    Else it leaves holes that the next one does not fit into, the more the longer an episode is. It
    takes 20 MiB off eleven hours, and up to 3 % more time: a short episode has no use for it.
    """
    _call("mallopt", _M_MMAP_THRESHOLD, 1 << 20)


def release_heaps() -> None:
    """Give back what is free in the heaps: it lies in holes that little else fits into.

    It takes some 18 MiB off eleven hours whose blocks are kept.
    """
    _call("malloc_trim", 0)


def _call(name: str, *arguments: int) -> None:
    """Call a function of the C library, where it has it."""
    if sys.platform == "linux":
        import ctypes

        function = getattr(ctypes.CDLL(None), name, None)
        if function is not None:
            function(*arguments)
