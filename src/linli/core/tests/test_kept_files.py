"""Files of a change: whole or not at all, and last where the change may still be refused."""

import os
import time

import pytest

from linli.core.kept_files import HALF_WRITTEN, SWEEP_AFTER_SECONDS, files_last, keep_file, sweep_half_written


@pytest.fixture
def media(settings, tmp_path):
    settings.LINLI_MEDIA = tmp_path
    return tmp_path


def test_a_file_is_kept_once_and_nothing_is_left_beside_it(media):
    keep_file(media / "ab" / "c.jpg", b"first")
    keep_file(media / "ab" / "c.jpg", b"not written again")
    assert (media / "ab" / "c.jpg").read_bytes() == b"first"
    assert list((media / HALF_WRITTEN).iterdir()) == []


def test_files_of_a_change_are_written_at_its_end(media):
    with files_last():
        keep_file(media / "c.jpg", b"x")
        assert not (media / "c.jpg").exists()
    assert (media / "c.jpg").read_bytes() == b"x"


def test_a_change_within_a_change_leaves_its_files_to_it(media):
    with files_last():
        with files_last():
            keep_file(media / "c.jpg", b"x")
        assert not (media / "c.jpg").exists()
    assert (media / "c.jpg").read_bytes() == b"x"


def test_a_refused_change_leaves_no_file(media):
    with pytest.raises(LookupError), files_last():
        keep_file(media / "c.jpg", b"x")
        raise LookupError
    assert not (media / "c.jpg").exists()
    keep_file(media / "d.jpg", b"x")
    assert (media / "d.jpg").exists()


def test_a_full_disk_leaves_no_half_file(media, monkeypatch):
    def full(_from, _to):
        raise OSError(28, "no space left")

    monkeypatch.setattr("linli.core.kept_files.os.replace", full)
    with pytest.raises(OSError, match="no space"):
        keep_file(media / "c.jpg", b"x")
    assert list((media / HALF_WRITTEN).iterdir()) == []


def test_what_a_killed_process_left_is_swept(media):
    folder = media / HALF_WRITTEN
    folder.mkdir()
    for name in ("old.part", "new.part"):
        (folder / name).write_bytes(b"x")
    long_ago = time.time() - SWEEP_AFTER_SECONDS - 60
    os.utime(folder / "old.part", (long_ago, long_ago))
    assert sweep_half_written() == 1
    assert [one.name for one in folder.iterdir()] == ["new.part"]
