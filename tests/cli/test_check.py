"""`presscast check`: the contract of its JSON, and what people read."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import jsonschema
import pytest

Run = Callable[..., CompletedProcess[str]]

TEXT = {"type": "string", "minLength": 1}
COUNT = {"type": "integer", "minimum": 0}
LINE = {"type": "integer", "minimum": 1}


def shape(**fields: Any) -> dict[str, Any]:
    """An object with exactly these fields."""
    keys = list(fields)
    return {"type": "object", "properties": fields, "required": keys, "additionalProperties": False}


def many(item: dict[str, Any]) -> dict[str, Any]:
    """A list of such things."""
    return {"type": "array", "items": item}


CONTRACT = shape(
    script=TEXT,
    title=TEXT,
    language=TEXT,
    speakers=many(
        shape(
            name=TEXT,
            aliases=many(TEXT),
            role={"enum": ["narrator", "host", "guest", "other"]},
            turns=COUNT,
            words=COUNT,
            voice=TEXT,
        )
    ),
    chapters=many(shape(title=TEXT, line=LINE)),
    turns=many(shape(speaker=TEXT, line=LINE, text=TEXT)),
    coverage=shape(
        words=COUNT, spoken=COUNT, skipped=many(shape(line=LINE, text=TEXT, reason=TEXT))
    ),
    estimated_duration_ms=COUNT,
    warnings=many(shape(line=LINE, code=TEXT, message=TEXT)),
)


def check(presscast: Run, *arguments: str | Path) -> Any:
    """What `check --json` prints."""
    done = presscast("check", "--json", *arguments)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_json_keeps_its_contract_and_accounts_for_every_word(
    presscast: Run, tone_show: Path
) -> None:
    """The sums hold: words = spoken + skipped, and spoken is what the turns say."""
    script = tone_show / "scripts" / "harbour.md"
    result = check(presscast, script)
    jsonschema.validate(result, CONTRACT)
    coverage = result["coverage"]
    said = sum(len(turn["text"].split()) for turn in result["turns"])
    left = sum(len(piece["text"].split()) for piece in coverage["skipped"])
    assert coverage["spoken"] == said == sum(person["words"] for person in result["speakers"])
    assert coverage["words"] == said + left == len(script.read_text().split())
    assert [(it["name"], it["role"], it["turns"]) for it in result["speakers"]] == [
        ("Narrator", "narrator", 1),
        ("Mr. Paul Stone", "host", 3),
        ("Ms. Clara Weiss", "guest", 3),
    ]
    assert [chapter["title"] for chapter in result["chapters"]] == [
        "Press release",
        "What will change for the fishermen while the dredgers are at work out there?",
        "And where does all of the mud go when it has been lifted from the sea bed?",
    ]


@pytest.mark.slow
def test_several_scripts_give_a_list_and_a_broken_one_does_not_hide_the_others(
    presscast: Run, tone_show: Path
) -> None:
    """The good one is on stdout, the bad one a sentence on stderr, the exit code 1."""
    good, bad = tone_show / "scripts" / "harbour.md", tone_show / "scripts" / "none.md"
    done = presscast("check", "--json", good, bad)
    assert done.returncode == 1
    assert [it["title"] for it in json.loads(done.stdout)] == ["Harbour"]
    assert done.stderr == f"{bad}: there is no such script. Check the name and the folder.\n"


@pytest.mark.slow
def test_without_a_script_all_of_the_shows_scripts_are_checked(
    presscast: Run, tone_show: Path
) -> None:
    """As `render` would take them."""
    (tone_show / "scripts" / "second.md").write_text("Only one sentence.\n")
    done = presscast("check", cwd=tone_show)
    assert done.returncode == 0
    assert "harbour.md: Harbour" in done.stdout
    assert "second.md: Second" in done.stdout


@pytest.mark.slow
def test_people_read_who_speaks_what_is_left_out_and_how_long(
    presscast: Run, tone_show: Path
) -> None:
    """Cast with words and share, chapters, coverage in one line, warnings."""
    script = tone_show / "scripts" / "notes.md"
    script.write_text(
        "Anna: We begin here. Is that all right with you?\n\nBen: Yes, it is.\n\n"
        "```\ncode\n```\n\nAnna: Good.\n\nBen: Better.\n\nDr. Eve Long: I come once.\n"
    )
    done = presscast("check", script)
    assert done.returncode == 0
    assert "tone/" in done.stdout
    assert "code" in done.stdout
    assert "25 words: 17 spoken, 8 not spoken (label 7, code 1)" in done.stdout
    assert 'line 13  "Dr. Eve Long:" comes once' in done.stdout
    assert not (tone_show / "output").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("empty.md", b"", "the script is empty"),
        ("blank.md", b" \n\t\n", "the script is empty"),
        ("picture.md", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "this is a PNG picture"),
        ("data.txt", bytes(range(256)) * 9, "this is binary data"),
        ("heading.md", b"# Only a title\n", "not a word to say"),
        ("marks.txt", b"?! ... --\n", "not a word to say"),
        ("broken.md", b"---\ntitle: [a\n---\nText.\n", "not YAML"),
    ],
)
def test_a_script_that_cannot_be_read_is_one_sentence_and_exit_code_1(
    presscast: Run, tone_show: Path, name: str, content: bytes, expected: str
) -> None:
    """What, where, what to do."""
    script = tone_show / "scripts" / name
    script.write_bytes(content)
    done = presscast("check", script)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith(f"{script}:")
    assert expected in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
def test_another_encoding_is_guessed_and_said(presscast: Run, tone_show: Path) -> None:
    """The words arrive, and the warning names what was used."""
    script = tone_show / "scripts" / "latin.txt"
    text = "Le café près de la forêt a fermé à cause des élèves déçus, dit l’hôtelière.\n"
    script.write_bytes((text * 5).encode("cp1252"))
    result = check(presscast, script)
    assert result["turns"][0]["text"].startswith("Le café près de la forêt")
    (warning,) = result["warnings"]
    assert warning["code"] == "encoding"
    assert "cp1252" in warning["message"]


@pytest.mark.slow
def test_standard_input_is_a_script(presscast: Run, tone_show: Path) -> None:
    """`-` reads what is piped in."""
    done = presscast("check", "--json", "-", cwd=tone_show, input="Words from a pipe.\n")
    result = json.loads(done.stdout)
    assert (result["script"], result["turns"][0]["text"]) == ("-", "Words from a pipe.")


@pytest.mark.slow
def test_what_is_left_out_again_and_again_is_not_listed_again_and_again(
    presscast: Run, tmp_path: Path
) -> None:
    """Subtitles have a time code a line: five are shown, the rest counted."""
    cues = (f"00:00:{at:02}.000 --> 00:00:{at + 1:02}.000\nWord {at}.\n" for at in range(20))
    (tmp_path / "talk.vtt").write_text("WEBVTT\n\n" + "\n".join(cues))
    done = presscast("check", "talk.vtt")
    assert done.stdout.count("  timestamp  00:00:") == 5
    assert "timestamp  and 15 more; --json lists all" in done.stdout


@pytest.mark.slow
def test_the_reading_is_printed_as_a_script_to_correct(presscast: Run, tone_show: Path) -> None:
    """What `check --script` prints is read as the same turns, with nothing doubtful."""
    script = tone_show / "scripts" / "doubt.txt"
    script.write_text(
        "Anna: Is it on?\n\nBen: It is.\n\nAnna: Good.\n\nDr. Eve Long: I come once.\n"
    )
    before = check(presscast, script)
    assert [it["code"] for it in before["warnings"]] == ["rare-label", "rare-label"]
    done = presscast("check", "--script", script)
    assert done.returncode == 0
    again = tone_show / "scripts" / "sure.md"
    again.write_text(done.stdout)
    after = check(presscast, again)
    assert [(it["speaker"], it["text"]) for it in after["turns"]] == [
        (it["speaker"], it["text"]) for it in before["turns"]
    ]
    assert after["warnings"] == []


def test_one_script_is_printed_and_not_as_json(presscast: Run, tone_show: Path) -> None:
    """Two in a row would be no script."""
    script = tone_show / "scripts" / "harbour.md"
    assert presscast("check", "--script", script, script).returncode == 2
    assert presscast("check", "--script", "--json", script).returncode == 2


@pytest.mark.slow
def test_doubts_stand_apart_from_what_is_left_out(presscast: Run, tmp_path: Path) -> None:
    """Each with its line, and what to do about it."""
    (tmp_path / "talk.txt").write_text(
        "For immediate release\n\nThe tower leans, said the trust that keeps it.\n\n"
        "Anna: Is it safe?\n\nBen: (laughs) It is.\n\nAnna: Good.\n\nDr. Eve Long: I come once.\n"
    )
    done = presscast("check", "talk.txt")
    left, doubts = done.stdout.split("\n\nDoubtful")
    assert "line 1  release line     For immediate release" in left
    assert "line 7  stage direction  (laughs)" in left
    assert "check --script" in doubts
    assert 'line 11  "Dr. Eve Long:" comes once' in doubts


@pytest.mark.slow
def test_a_language_that_no_voice_speaks_is_read_all_the_same(
    presscast: Run, tmp_path: Path
) -> None:
    """The reading can be checked; only a render needs a voice, and says so."""
    (tmp_path / "talk.txt").write_text(
        "Anna: Xin chào, anh có khỏe không sau chuyến đi dài?\n\nBen: Cảm ơn chị, tôi khỏe.\n\n"
        "Anna: Khi nào cây cầu mở cửa lại?\n\nBen: Khi trời tạnh mưa, thị trưởng đã nói.\n"
    )
    result = check(presscast, "talk.txt")
    assert (result["language"], len(result["turns"])) == ("vi", 4)
    assert [it["code"] for it in result["warnings"]].count("no-voice") == 1
    done = presscast("render", "talk.txt")
    assert done.returncode == 1
    assert 'no catalogued voice for the language "vi"' in done.stderr
    assert not (tmp_path / "output").exists()


@pytest.mark.slow
def test_cues_that_a_render_does_not_follow_are_told(presscast: Run, tmp_path: Path) -> None:
    """A sting or a sound behind the last word, where the outro plays."""
    (tmp_path / "talk.txt").write_text("One. [sting]\n\nTwo.\n\nThree. [sting]\n")
    result = check(presscast, "talk.txt")
    assert [(it["line"], it["code"]) for it in result["warnings"]] == [(5, "cue-not-followed")]
    assert [turn["text"] for turn in result["turns"]] == ["One.\n\nTwo.\n\nThree."]


@pytest.mark.slow
def test_a_sound_that_is_not_there_is_told_with_its_line(presscast: Run, tmp_path: Path) -> None:
    """All of them together, with the nearest name; and nothing outside of the show is played."""
    (tmp_path / "gulls.wav").write_bytes(b"")
    (tmp_path / "talk.txt").write_text(
        "One. [sound: gull.wav]\n\nTwo. [music: ../secret.wav]\n\nThree.\n"
    )
    done = presscast("check", "talk.txt")
    assert done.returncode == 1
    assert 'talk.txt:1: there is no file "gull.wav"' in done.stderr
    assert 'Did you mean "gulls.wav"?' in done.stderr
    assert "talk.txt:3:" in done.stderr
