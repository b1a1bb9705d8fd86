"""Archives."""

from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from presscast.output.packages import Member, write_package


def test_members_lie_in_their_order_uncompressed_and_without_a_clock(tmp_path: Path) -> None:
    """So that the same members are the same bytes on every machine, at any time."""
    sound = tmp_path / "sound.mp3"
    sound.write_bytes(b"x" * 3_000_000)
    members = [Member("mimetype", b"application/epub+zip"), Member("a/sound.mp3", sound)]
    first, second = BytesIO(), BytesIO()
    write_package(members, first)
    sound.touch()
    write_package(members, second)
    assert first.getvalue() == second.getvalue()
    with ZipFile(first) as archive:
        assert archive.testzip() is None
        assert [it.filename for it in archive.infolist()] == ["mimetype", "a/sound.mp3"]
        assert {it.compress_type for it in archive.infolist()} == {ZIP_STORED}
        assert {it.date_time[0] for it in archive.infolist()} == {1980}
        assert archive.read("a/sound.mp3") == sound.read_bytes()


def test_a_member_may_begin_within_its_file(tmp_path: Path) -> None:
    """Behind what is there for others."""
    (tmp_path / "sound.mp3").write_bytes(b"tag" + b"x" * 5_000_000)
    file = BytesIO()
    write_package([Member("sound.mp3", tmp_path / "sound.mp3", 3)], file)
    with ZipFile(file) as archive:
        assert archive.testzip() is None
        assert archive.getinfo("sound.mp3").file_size == 5_000_000
        assert archive.read("sound.mp3") == b"x" * 5_000_000


def test_the_type_of_an_epub_can_be_read_at_its_place() -> None:
    """The first member has no extra field: OCF, section 4.2.6.3."""
    file = BytesIO()
    write_package([Member("mimetype", b"application/epub+zip")], file)
    assert file.getvalue()[30:58] == b"mimetypeapplication/epub+zip"
