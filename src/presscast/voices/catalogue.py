"""The curated voices of eSpeak NG: data, measured by tools/measure_voices.py."""

from functools import lru_cache

from presscast.model import Sex, Voice
from presscast.units import Hertz, Lufs


@lru_cache(maxsize=1)
def read_catalogue() -> tuple[Voice, ...]:
    """The voices of catalogue.csv, best first within a language."""
    # Not at the top: no worker needs them, and each would start later.
    from csv import DictReader
    from importlib.resources import files

    text = (files("presscast.voices") / "catalogue.csv").read_text("utf-8")
    rows = DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(
        Voice(
            id=row["id"],
            label=row["label"],
            sex=Sex(row["sex"]),
            accent=row["accent"],
            language=row["language"],
            pitch=Hertz(int(row["pitch"])),
            brightness=Hertz(int(row["brightness"])),
            family=row["family"],
            setting=int(row["setting"]),
            spread=float(row["spread"]),
            loudness=Lufs(float(row["loudness"])),
            clarity=float(row["clarity"]),
            timbre=tuple(map(int, row["timbre"].split())),
        )
        for row in rows
    )
