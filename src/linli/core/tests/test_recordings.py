"""What a file is, is told by its first bytes: sound is kept as it came, so no picture may pass for it."""

import pytest

from linli.core.recordings import is_boxed_picture, recording_type


def boxes(brand):
    return b"\x00\x00\x00\x1cftyp" + brand + b"\x00\x00\x02\x00" + brand + bytes(40)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x1aE\xdf\xa3" + bytes(20), "audio/webm"),
        (b"OggS" + bytes(20), "audio/ogg"),
        (b"ID3\x04" + bytes(20), "audio/mpeg"),
        (b"\xff\xfb\x90" + bytes(20), "audio/mpeg"),
        (b"#!AMR\n" + bytes(20), "audio/amr"),
        *((boxes(brand), "audio/mp4") for brand in (b"M4A ", b"mp42", b"isom", b"iso5", b"3gp4", b"qt  ")),
    ],
)
def test_recordings_are_known(content, kind):
    assert recording_type(content) == kind
    assert not is_boxed_picture(content)


@pytest.mark.parametrize(
    "brand", [b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis", b"zzzz"]
)
def test_a_picture_is_no_recording_though_it_begins_like_one(brand):
    assert recording_type(boxes(brand)) == ""
    assert is_boxed_picture(boxes(brand))


@pytest.mark.parametrize("content", [b"", b"ftyp", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n", b"%PDF-1.7", b"MZ"])
def test_anything_else_is_neither(content):
    assert recording_type(content) == ""
    assert not is_boxed_picture(content)
