"""What is said on the spot: how a resident confirms a service, and what a voice note may be."""

from enum import StrEnum

from linli.cases import errors

LONGEST_NAME = 40
MOST_VOICE_BYTES = 4 * 1024 * 1024  # ten minutes as phones record speech


class Receipt(StrEnum):
    """How a resident confirms what was done for them."""

    NAME = "name"
    CODE = "code"


# What phones' browsers record, by the bytes it begins with: WebM, Ogg, MPEG-4 audio, each with its media type and ending.
_VOICES = (
    (b"\x1aE\xdf\xa3", 0, "audio/webm", "webm"),
    (b"OggS", 0, "audio/ogg", "ogg"),
    (b"ftyp", 4, "audio/mp4", "m4a"),
)
VOICE_ENDINGS = {media_type: ending for _, _, media_type, ending in _VOICES}


def receipt_named(text: str) -> Receipt:
    """Read how a service was confirmed."""
    try:
        return Receipt(text)
    except ValueError:
        raise errors.ReceiptUnknown(field="how", given=text[:20]) from None


def check_receipt_name(name: str) -> str:
    """Refuse a receipt without the name of whoever confirmed it."""
    if not name.strip():
        raise errors.ReceiptNameMissing(field="name")
    return name.strip()[:LONGEST_NAME]


def voice_type(content: bytes, *, name: str) -> str:
    """Say which kind of recording this is, whatever its name says; refuse what is none, or too long."""
    if len(content) > MOST_VOICE_BYTES:
        raise errors.VoiceTooLong(name=name, most=MOST_VOICE_BYTES // (1024 * 1024))
    for mark, place, media_type, _ in _VOICES:
        if content[place : place + len(mark)] == mark:
            return media_type
    raise errors.FileNotVoice(name=name)
