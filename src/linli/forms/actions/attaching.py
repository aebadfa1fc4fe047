"""Files that came with a filled form: pictures freed of what is not picture, all sealed on disk under their content's hash."""

import base64
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from linli.cases.actions.attaching import read_photo
from linli.cases.errors import FileNotPhoto
from linli.cases.errors import FileTooLarge as PhotoTooLarge
from linli.core.kept_files import keep_file
from linli.core.recordings import recording_type
from linli.core.secrets import seal, unseal
from linli.forms import errors

FOLDER = "forms"
MOST_NAME = 120
_PAPER = (b"%PDF-", "application/pdf")


@dataclass(frozen=True)
class StoredFile:
    """A file as it lies in the store."""

    name: str
    sha256: str
    media_type: str
    size_bytes: int


def read_files(files: Mapping[str, bytes | Path]) -> dict[str, tuple[StoredFile, bytes]]:
    """Check files and strip pictures, before the transaction begins: a large one takes seconds."""
    return {name: _read(name, content) for name, content in files.items()}


def _read(name: str, content: bytes | Path) -> tuple[StoredFile, bytes]:
    if len(name) > MOST_NAME:
        raise errors.FileNameTooLong(field=name[:MOST_NAME], name=name[:40], most=MOST_NAME)
    body = content.read_bytes() if isinstance(content, Path) else content
    if len(body) > settings.LINLI_PHOTO_MB * 1024 * 1024:
        raise errors.FileTooLarge(field=name, name=name, most=settings.LINLI_PHOTO_MB)
    paper, paper_kind = _PAPER
    kind = paper_kind if body.startswith(paper) else recording_type(body)
    if not kind:
        body, kind = _picture(name, body), "image/jpeg"
    return StoredFile(name, hashlib.sha256(body).hexdigest(), kind, len(body)), body


def _picture(name: str, body: bytes) -> bytes:
    try:
        return read_photo(io.BytesIO(body), name=name).content
    except FileNotPhoto:
        raise errors.FileUnfit(field=name, name=name) from None
    except PhotoTooLarge:
        raise errors.FileTooLarge(field=name, name=name, most=settings.LINLI_PHOTO_MB) from None


def path_of(sha256: str) -> Path:
    """Say where a file lies, sealed."""
    return Path(settings.LINLI_MEDIA) / FOLDER / sha256[:2] / f"{sha256[2:]}.sealed"


def store(sha256: str, body: bytes) -> None:
    """Write a file once, sealed, at the end of the change it belongs to."""
    target = path_of(sha256)
    if not target.exists():
        keep_file(target, seal(base64.b64encode(body).decode()).encode("ascii"))


def read_stored(sha256: str) -> bytes:
    """Open a stored file; whoever asks has found it as its reader."""
    path = path_of(sha256)
    if not path.exists():
        raise errors.FileGone
    return base64.b64decode(unseal(path.read_text(encoding="ascii")))
