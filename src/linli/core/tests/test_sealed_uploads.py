"""Uploads wait sealed: in pieces, for their owner's process alone, and never more of one than may be."""

import pytest

from linli.core import sealed_uploads
from linli.core.sealed_uploads import framed, keep_sealed, opened, sealed_pieces
from linli.core.text_files import FileUnreadable, too_large


@pytest.fixture
def path(tmp_path):
    return tmp_path / "waiting" / "a.sealed"


def keep(path, *chunks, most=100):
    return keep_sealed(path, chunks, most_bytes=most, too_large=too_large(path, 1))


def test_a_file_comes_back_whole_and_lies_sealed(path, monkeypatch):
    monkeypatch.setattr(sealed_uploads, "_PIECE", 10)
    assert keep(path, b"0123456", b"789abcdefgh", b"ij") == 20
    assert b"".join(opened(path)) == b"0123456789abcdefghij"
    assert b"0123456" not in path.read_bytes()
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert path.read_bytes() == b"".join(map(framed, sealed_pieces(path)))


def test_one_that_is_too_large_leaves_nothing_behind(path):
    with pytest.raises(FileUnreadable):
        keep(path, b"a" * 60, b"b" * 60)
    assert not path.exists()


def test_one_that_is_gone_says_so(path):
    with pytest.raises(FileNotFoundError):
        list(opened(path))
