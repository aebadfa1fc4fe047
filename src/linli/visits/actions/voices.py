"""Voice notes of visits: taken as they are, sealed on disk under their content's hash."""

import base64
import datetime as dt
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings

from linli.core.kept_files import keep_file
from linli.core.secrets import seal, unseal
from linli.visits import errors
from linli.visits.models import Visit, VoiceNote

MOST_MB = 8


class Readable(Protocol):
    """A file that was sent."""

    def read(self, size: int = -1, /) -> bytes:
        """Read some bytes."""


@dataclass(frozen=True)
class Voice:
    """A voice note as it was sent."""

    file: Readable
    media_type: str


def keep_voice(visit: Visit, voice: Voice, *, at: dt.datetime) -> VoiceNote:
    """Keep a voice note with its visit, once."""
    body = voice.file.read(MOST_MB * 1024 * 1024 + 1)
    if not body or len(body) > MOST_MB * 1024 * 1024 or not voice.media_type.startswith("audio/"):
        raise errors.VoiceUnreadable(field="voice", most=MOST_MB)
    sha256 = hashlib.sha256(body).hexdigest()
    _store(sha256, body)
    facts = {"media_type": voice.media_type[:40], "size_bytes": len(body), "added_at": at}
    return VoiceNote.objects.get_or_create(visit=visit, sha256=sha256, defaults=facts)[0]


def path_of(sha256: str) -> Path:
    """Say where a voice note lies, sealed."""
    return Path(settings.LINLI_MEDIA) / "visits" / sha256[:2] / f"{sha256[2:]}.sealed"


def read_voice(note: VoiceNote) -> bytes:
    """Open a voice note; whoever asks has found it as one of its readers."""
    path = path_of(note.sha256)
    if not path.is_file():
        raise errors.VisitNotFound
    return base64.b64decode(unseal(path.read_text(encoding="ascii")))


def _store(sha256: str, body: bytes) -> None:
    """Write a recording once, sealed, at the end of the change it belongs to."""
    target = path_of(sha256)
    if not target.exists():
        keep_file(target, seal(base64.b64encode(body).decode()).encode("ascii"))
