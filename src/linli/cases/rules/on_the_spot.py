"""What is said on the spot: how a resident confirms a service, and what a voice note may be."""

from enum import StrEnum

from linli.cases import errors
from linli.core.recordings import recording_type

LONGEST_NAME = 40
MOST_VOICE_BYTES = 4 * 1024 * 1024  # ten minutes as phones record speech


class Receipt(StrEnum):
    """How a resident confirms what was done for them."""

    NAME = "name"
    CODE = "code"


# What phones' browsers record, with the ending of its file.
VOICE_ENDINGS = {"audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "m4a"}


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
    media_type = recording_type(content)
    if media_type not in VOICE_ENDINGS:
        raise errors.FileNotVoice(name=name)
    return media_type
