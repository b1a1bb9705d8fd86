"""How long reading takes: by the length of a script, and for each format."""

import sys
import time
from pathlib import Path

from bench.long_script import write_interview

from presscast.scripts.reading import parse_script
from presscast.scripts.source import Source
from presscast.show import Show

_LENGTHS = (10_000, 100_000, 1_000_000)
_RUNS = 3
_MOST_GROWTH = 1.5
"""How much longer a word may take in the longest script than in the shortest."""


def measure(words: int, suffix: str) -> float:
    """Seconds of processor time to read an interview: the least of a few runs."""
    source = Source(f"talk{suffix}", write_interview(words))
    show = Show(root=Path(), exists=False)
    best = float("inf")
    for _ in range(_RUNS):
        start = time.process_time()
        parse_script(source, show)
        best = min(best, time.process_time() - start)
    return best


def main() -> int:
    """Print a line a length; 1 if the time for a word grows with the length."""
    measure(1000, ".md")  # what is loaded once is not the script's
    print("reading a script          words   seconds   µs a word   against 10,000 words")
    linear = True
    for suffix in (".txt", ".md"):
        first = 0.0
        for words in _LENGTHS:
            seconds = measure(words, suffix)
            rate = seconds / words * 1e6
            first = first or rate
            linear = linear and rate < first * _MOST_GROWTH
            print(f"  {suffix:20} {words:10,} {seconds:9.2f} {rate:11.2f} {rate / first:15.2f}")
    print("linear" if linear else f"NOT LINEAR: over {_MOST_GROWTH} times as long for a word")
    return not linear


if __name__ == "__main__":
    sys.exit(main())
