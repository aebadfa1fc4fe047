"""Recordings, told by the bytes they begin with: what browsers of phones and clients of forms record."""

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\x1aE\xdf\xa3", "audio/webm"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"),
    (b"#!AMR", "audio/amr"),
)
# A file of boxes (ISO 14496-12) names its kind after "ftyp". Pictures are such files, too (HEIC, AVIF): with all that a camera
# writes into them they must never pass for sound, so only kinds of sound and film are known here.
_BOXES = b"ftyp"
_SOUND_BOXES = (b"M4A", b"M4B", b"M4V", b"mp4", b"iso", b"3gp", b"3g2", b"qt", b"dash", b"avc1", b"MSNV")


def recording_type(content: bytes) -> str:
    """Say which media type a recording has, whatever its name says; '' where it is none."""
    if content[4:8] == _BOXES:
        return "audio/mp4" if content[8:12].startswith(_SOUND_BOXES) else ""
    return next((kind for start, kind in _STARTS if content.startswith(start)), "")


def is_boxed_picture(content: bytes) -> bool:
    """Say whether this is a picture as phones of Apple and others keep it (HEIC, AVIF), which not every browser shows."""
    return content[4:8] == _BOXES and not recording_type(content)
