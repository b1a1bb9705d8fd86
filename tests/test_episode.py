"""The whole pipeline, heard: who speaks, when, how loud, and the same bytes every time."""

import json
import subprocess
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from presscast.audio.ffmpeg import find_ffmpeg
from presscast.audio.loudness import measure_loudness
from presscast.episode import (
    Episode,
    Manner,
    ask_all,
    render_episode,
)
from presscast.preparation import estimate_duration, prepare_script, settle_script
from presscast.show import Sidecar, find_show
from presscast.units import EPISODE_RATE, to_milliseconds
from presscast.voices.booth import open_booth
from presscast.voices.plan import plan_utterances
from presscast.voices.recording import Recording

ROOT = Path(__file__).parents[1]
SEEDS = sorted((ROOT.parent / "shared" / "seed").glob("*.txt"))
SAMPLE = ROOT / "scripts" / "harbour-tram.md"

Checker = Callable[[str], str]


def render(script: Path, *, jobs: int = 2, force: bool = False) -> Episode:
    """The episode of a script in its show."""
    return render_episode(str(script), find_show(script), Manner(jobs, force))


def decode(mp3: Path) -> npt.NDArray[np.float64]:
    """The episode's first channel, in [-1, 1], its encoder's delay and padding removed."""
    command = [find_ffmpeg(), "-v", "error", "-i", str(mp3), "-ac", "1", "-f", "s16le", "pipe:1"]
    pcm = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(pcm, dtype="<i2").astype(float) / 32_768


def read_json(episode: Episode, kind: str) -> Any:
    """One of the episode's JSON files."""
    return json.loads(
        episode.path.with_name(f"{episode.script.name}.{kind}.json").read_text("utf-8")
    )


@pytest.mark.slow
def test_every_turn_sounds_in_the_voice_that_was_cast(tone_show: Path) -> None:
    """In the decoded MP3 every word is the sine of its speaker, where the files say it is."""
    episode = render(tone_show / "scripts" / "harbour.md")
    sound = decode(episode.path)
    cast = {name: it.voice for name, it in episode.decision.cast.items()}
    assert len(set(cast.values())) == 3
    heard: dict[str, list[float]] = defaultdict(list)
    for word in read_json(episode, "words")["words"]:
        start, end = (word[key] * EPISODE_RATE // 1000 for key in ("start_ms", "end_ms"))
        if word["end_ms"] - word["start_ms"] > 150:
            piece = sound[start:end] * np.hanning(end - start)
            heard[word["speaker"]].append(
                float(np.abs(np.fft.rfft(piece, n=EPISODE_RATE)).argmax())
            )
    assert {name: round(float(np.median(it)), -1) for name, it in heard.items()} == {
        name: int(voice.removeprefix("tone/")) for name, voice in cast.items()
    }


def test_words_json_is_the_script_word_for_word(tone_show: Path) -> None:
    """No word is lost, added or moved, and each has its speaker and the line it stands on."""
    episode = render(tone_show / "scripts" / "harbour.md")
    words = read_json(episode, "words")["words"]
    said = [(turn.speaker, word) for turn in episode.script.turns for word in turn.text.split()]
    assert [(word["speaker"], word["word"]) for word in words] == said
    times = [word["start_ms"] for word in words]
    assert times == sorted(times)
    assert words[-1]["end_ms"] <= to_milliseconds(episode.sound.timeline.samples)
    written = [turn for turn in episode.script.turns if not turn.is_disclosure]
    lines = {paragraph.line for turn in written for paragraph in turn.paragraphs}
    assert {word["line"] for word in words} == lines | {None}
    assert sum(word["line"] is not None for word in words) == episode.script.spoken_words


@pytest.mark.slow
def test_the_mp3_is_as_long_as_the_timeline_to_the_sample(tone_show: Path) -> None:
    """The Info frame's delay and padding are right."""
    episode = render(tone_show / "scripts" / "harbour.md")
    assert len(decode(episode.path)) == read_json(episode, "timeline")["samples"]


@pytest.mark.slow
def test_pauses_and_rates_that_a_script_asks_for_are_heard(tone_show: Path) -> None:
    """A silence as long as asked for, to the sample, and the same words in more time."""
    script = tone_show / "scripts" / "cues.md"
    text = "Ada: One two three. [pause 3s] One two three.\n\nBen: No.\n\nAda: [rate: slow] {}"
    script.write_text(text.format("One two three.\n\nBen: No.\n"), "utf-8")
    episode = render(script)
    _, plain, later, _, slow, _ = read_json(episode, "timeline")["utterances"]
    assert later["start"] - plain["end"] == 3 * EPISODE_RATE
    sound = decode(episode.path)
    assert np.abs(sound[later["start"] - EPISODE_RATE : later["start"] - 500]).max() < 0.001
    assert slow["end"] - slow["start"] > 1.2 * (plain["end"] - plain["start"])


@pytest.mark.slow
def test_a_quicker_episode_is_spoken_quicker_at_the_same_pitch(tone_show: Path) -> None:
    """Words and the pauses between them are shorter; each sine keeps its frequency."""
    script = tone_show / "scripts" / "harbour.md"
    plain, quick = (
        render_episode(
            str(script), find_show(script), Manner(2, tempo=tempo)
        ).sound.timeline.utterances
        for tempo in (1.0, 1.5)
    )
    for one, other in pairwise(zip(plain, quick, strict=True)):
        assert one[1].take.samples == pytest.approx(one[0].take.samples / 1.5, rel=0.01)
        gaps = [other[version].start - one[version].end for version in (0, 1)]
        assert gaps[1] == pytest.approx(gaps[0] / 1.5, rel=0.01)
        assert one[1].take.utterance.casting.pitch == one[0].take.utterance.casting.pitch


@pytest.mark.slow
def test_the_same_bytes_for_any_number_of_jobs_cold_or_warm(tone_show: Path) -> None:
    """Nothing but the inputs is in the result."""
    script = tone_show / "scripts" / "harbour.md"

    def files(*, jobs: int, force: bool) -> dict[str, bytes]:
        folder = render(script, jobs=jobs, force=force).path.parent
        return {path.name: path.read_bytes() for path in folder.iterdir()}

    first = files(jobs=1, force=True)
    assert len(first) == len(Sidecar) + 2
    assert files(jobs=2, force=True) == first
    assert files(jobs=2, force=False) == first


@pytest.mark.slow
def test_new_names_keep_their_voices_from_episode_to_episode(tone_show: Path) -> None:
    """The cast file gains names; a name that is there keeps its voice in any company."""
    first = render(tone_show / "scripts" / "harbour.md")
    assert set(first.pinned) == {"Narrator", "Mr. Paul Stone", "Ms. Clara Weiss"}
    other = tone_show / "scripts" / "next.md"
    other.write_text("Mrs. Ada Low: Who is there?\n\nMs. Clara Weiss: It is me again, as ever.\n")
    second = render(other)
    assert second.pinned == ("Mrs. Ada Low",)
    clara = "Ms. Clara Weiss"
    assert second.decision.cast[clara].voice == first.decision.cast[clara].voice
    assert render(other).pinned == ()


@pytest.mark.slow
def test_a_failed_render_leaves_the_last_episode_alone(tone_show: Path) -> None:
    """Files appear whole or not at all, and nothing is left beside them."""
    script = tone_show / "scripts" / "harbour.md"
    folder = render(script).path.parent
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    (tone_show / "audio").mkdir()
    (tone_show / "audio" / "intro.wav").write_bytes(b"no sound")
    with pytest.raises(Exception, match="does not decode"):
        render(script)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert {path.name for path in (tone_show / "output").iterdir()} == {"harbour", "index.html"}


@pytest.fixture(scope="module")
def sample_episode(tmp_path_factory: pytest.TempPathFactory) -> Episode:
    """The show's own sample, spoken by the real engine, in a copy of the show."""
    show = tmp_path_factory.mktemp("show")
    for part in ("show.toml", "voices/cast.toml"):
        (show / part).parent.mkdir(exist_ok=True)
        (show / part).write_bytes((ROOT / part).read_bytes())
    script = show / "scripts" / SAMPLE.name
    script.parent.mkdir()
    script.write_bytes(SAMPLE.read_bytes())
    return render(script)


@pytest.mark.slow
def test_checkers_find_no_fault_in_the_mp3(sample_episode: Episode, checker: Checker) -> None:
    """A strict decode, mp3val and mp3check have nothing to say."""
    mp3 = str(sample_episode.path)
    strict = ["-v", "error", "-xerror", "-err_detect", "explode", "-i", mp3, "-f", "null", "-"]
    for ffmpeg in (checker("ffmpeg"), find_ffmpeg()):
        done = subprocess.run([ffmpeg, *strict], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
    report = subprocess.run([checker("mp3val"), mp3], capture_output=True, text=True, check=False)
    assert "WARNING" not in report.stdout + report.stderr
    assert "ERROR" not in report.stdout + report.stderr
    assert "CBR" in report.stdout
    # mp3check takes an ID3v2 tag for junk: -S.
    strict = [checker("mp3check"), "-e", "-S", mp3]
    report = subprocess.run(strict, capture_output=True, text=True, check=False)
    assert report.stdout == ""


@pytest.mark.slow
def test_ffprobe_lists_the_chapters_of_the_json_in_order(
    sample_episode: Episode, checker: Checker
) -> None:
    """The tag, the chapters file and the timeline tell the same, to the millisecond."""
    show = ["-v", "warning", "-show_chapters", "-show_format", "-of", "json"]
    done = subprocess.run(
        [checker("ffprobe"), *show, str(sample_episode.path)],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stderr == ""
    probed = json.loads(done.stdout)
    listed = [(it["start"], it["end"], it["tags"]["title"]) for it in probed["chapters"]]
    kept = read_json(sample_episode, "chapters")["chapters"]
    assert listed == [
        (round(it["startTime"] * 1000), round(it["endTime"] * 1000), it["title"]) for it in kept
    ]
    assert listed[0][0] == 0
    assert [one[1] for one in listed[:-1]] == [other[0] for other in listed[1:]]
    assert listed[-1][1] == to_milliseconds(sample_episode.sound.timeline.samples)
    assert listed[0][2] == "Press release"
    assert len(listed) > 3
    assert probed["format"]["tags"]["title"] == "A tram line for the old harbour"
    assert probed["format"]["tags"]["album"] == "Harbour News"


@pytest.mark.slow
def test_an_independent_tracker_hears_the_voice_that_was_cast(sample_episode: Episode) -> None:
    """Every turn has the pitch that the catalogue says its voice has, and none is silent."""
    import parselmouth

    from presscast.voices.catalogue import read_catalogue

    pitch_of = {voice.id: voice.pitch for voice in read_catalogue()}
    sound = decode(sample_episode.path)
    for spoken in sample_episode.sound.timeline.utterances:
        piece = sound[spoken.start : spoken.end]
        pitch = parselmouth.Sound(piece, EPISODE_RATE).to_pitch(pitch_floor=60, pitch_ceiling=400)
        voiced = pitch.selected_array["frequency"]
        expected = pitch_of[spoken.take.utterance.casting.voice]
        assert np.median(voiced[voiced > 0]) == pytest.approx(expected, rel=0.06)
        assert 20 * np.log10(np.sqrt((piece**2).mean())) > -24


@pytest.mark.slow
def test_speakers_are_as_loud_as_each_other_and_as_the_show_asks(sample_episode: Episode) -> None:
    """Within 1.5 LU of each other; the episode within 1 LU of -16 as heard, -19 in mono."""
    sound = decode(sample_episode.path)
    said = defaultdict(list)
    for spoken in sample_episode.sound.timeline.utterances:
        said[spoken.take.utterance.speaker].append(sound[spoken.start : spoken.end])
    levels = {
        name: measure_loudness(to_pcm(np.concatenate(pieces)), EPISODE_RATE, 1)
        for name, pieces in said.items()
    }
    assert max(levels.values()) - min(levels.values()) < 1.5
    assert measure_loudness(to_pcm(sound), EPISODE_RATE, 1) == pytest.approx(-19, abs=1)
    assert np.abs(sound).max() < 10 ** (-0.5 / 20)


def to_pcm(sound: npt.NDArray[np.float64]) -> bytes:
    """Sound in [-1, 1] as 16-bit PCM."""
    return np.rint(sound * 32_767).astype("<i2").tobytes()


@pytest.mark.slow
@pytest.mark.skipif(not SEEDS, reason="no seed beside the checkout")
def test_the_seed_is_three_speakers_and_six_to_eight_minutes(tmp_path: Path) -> None:
    """Real input: every word accounted for, all of it spoken by three voices."""
    script = tmp_path / "seed.txt"
    script.write_bytes(SEEDS[0].read_bytes())
    (tmp_path / "show.toml").write_text("")
    episode = render(script)
    assert [speaker.name for speaker in episode.script.speakers] == [
        *("Narrator", "Time.news Editor", "Dr. Emily Carter")
    ]
    assert episode.script.source_words == len(script.read_text("utf-8").split())
    assert len({casting.voice for casting in episode.decision.cast.values()}) == 3
    assert 6 * 60_000 < to_milliseconds(episode.sound.timeline.samples) < 8 * 60_000
    words = read_json(episode, "words")["words"]
    assert sum(word["line"] is not None for word in words) == episode.script.spoken_words


@pytest.mark.slow
def test_the_estimate_is_near_the_length(sample_episode: Episode) -> None:
    """`check` says before anything is spoken how long it will be: within a tenth here."""
    show = find_show(SAMPLE)
    script, decision = prepare_script(str(SAMPLE), show)
    estimate = estimate_duration(script, decision, show)
    assert estimate == pytest.approx(
        to_milliseconds(sample_episode.sound.timeline.samples), rel=0.1
    )


@pytest.mark.slow
def test_a_new_rule_respeaks_only_what_it_touches(
    tone_show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything else comes out of the cache."""
    monkeypatch.setenv("PRESSCAST_CACHE", str(tone_show / "cache"))
    script = str(tone_show / "scripts" / "harbour.md")

    def render() -> set[Path]:
        render_episode(script, find_show(Path(script)), Manner(2))
        return {path for path in (tone_show / "cache").rglob("*.speech") if path.is_file()}

    before = render()
    assert len(before) > 5
    (tone_show / "voices" / "lexicon.toml").write_text('[say]\nquay = "key"\n')
    after = render()
    assert before < after
    assert len(after) == len(before) + 1


@pytest.mark.slow
def test_every_sound_has_one_sample(tone_show: Path) -> None:
    """Everybody is measured by it; what is said comes in the script's order."""
    show = find_show(tone_show / "scripts" / "harbour.md")
    script, decision = prepare_script(str(tone_show / "scripts" / "harbour.md"), show)
    utterances = plan_utterances(script, decision)
    with open_booth(show.voices) as booth, Recording(booth, jobs=2) as recording:
        samples, asked = ask_all(utterances, recording)
        takes = list(recording.hear(samples))
    assert [it for it, _ in asked] == utterances
    sounds = [it.utterance.casting.sound for it in takes]
    assert sounds == list(dict.fromkeys(it.casting.sound for it in utterances))
    assert len(sounds) == 3


@pytest.mark.slow
def test_voices_that_another_render_keeps_meanwhile_are_in_the_name(
    tone_show: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two renders at once: the later reads what the earlier has just written."""
    script, cast = tone_show / "scripts" / "harbour.md", tone_show / "voices" / "cast.toml"
    before = cast.read_bytes() if cast.exists() else b""
    name = read_json(render(script), "manifest")["build"]
    pinned = cast.read_bytes()
    assert pinned != before
    cast.write_bytes(before)

    def settle_late(*arguments: Any, **options: Any) -> Any:
        cast.write_bytes(pinned)
        return settle_script(*arguments, **options)

    monkeypatch.setattr("presscast.episode.settle_script", settle_late)
    assert read_json(render(script, force=True), "manifest")["build"] == name
