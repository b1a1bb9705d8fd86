"""The curated voices of eSpeak NG: data, measured by tools/measure_voices.py."""

from functools import lru_cache

from presscast.model import Sex, Voice
from presscast.units import Hertz, Lufs


@lru_cache(maxsize=1)
def read_catalogue() -> tuple[Voice, ...]:
    """The voices of catalogue.toml, best first within a language."""
    # Not at the top: no worker needs them, and each would start 15 ms later.
    import tomllib
    from importlib.resources import files

    text = (files("presscast.voices") / "catalogue.toml").read_text("utf-8")
    return tuple(
        Voice(
            id=row["id"],
            label=row["label"],
            sex=Sex(row["sex"]),
            accent=row["accent"],
            language=row["language"],
            pitch=Hertz(row["pitch"]),
            brightness=Hertz(row["brightness"]),
            family=row["family"],
            setting=row["setting"],
            spread=row["spread"],
            loudness=Lufs(row["loudness"]),
            clarity=row["clarity"],
            timbre=tuple(map(int, row["timbre"].split())),
        )
        for row in tomllib.loads(text)["voice"]
    )
