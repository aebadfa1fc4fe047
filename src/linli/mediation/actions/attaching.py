"""Papers handed in: checked, freed of what is not the paper, sealed on disk under their content's hash."""

import base64
import hashlib
import io
import os
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from linli.cases.actions.attaching import Readable, read_photo
from linli.cases.errors import FileNotPhoto
from linli.core.ids import new_id
from linli.core.secrets import seal, unseal
from linli.mediation import errors
from linli.mediation.actions.recording import begin, find_for_step, record
from linli.mediation.models import Document, Mediation
from linli.mediation.rules import StepName, check_text
from linli.mediation.rules.papers import UPLOADED
from linli.staff.rules import Command

MOST_MB = 20
_PDF = b"%PDF-"


def attach_document(
    mediation_id: UUID, *, command: Command, file: Readable, name: str, paper: str, title: str = ""
) -> Mediation:
    """Add a paper to the dossier: a PDF as it is, a picture stripped of all that is not picture."""
    content, media_type = _read(file, name=name)
    return _attach(mediation_id, command=command, content=(content, media_type), paper=paper, title=title or name)


@transaction.atomic
def _attach(mediation_id: UUID, *, command: Command, content: tuple[bytes, str], paper: str, title: str) -> Mediation:
    if begin(command, StepName.ATTACH, answer=mediation_id) is not None:
        return Mediation.objects.get(pk=mediation_id)
    mediation = find_for_step(mediation_id, StepName.ATTACH, command)
    if paper not in UPLOADED:
        raise errors.PaperUnknown
    body, media_type = content
    sha256 = hashlib.sha256(body).hexdigest()
    store(sha256, body)
    _document, is_new = Document.objects.get_or_create(
        mediation=mediation,
        paper=paper,
        sha256=sha256,
        defaults={
            "title": check_text(title, field="title")[:80], "media_type": media_type, "size_bytes": len(body),
            "added_at": command.at, "added_by": command.by.name[:40],
        },
    )  # fmt: skip
    if is_new:
        record(mediation, StepName.ATTACH, command)
    return mediation


def _read(file: Readable, *, name: str) -> tuple[bytes, str]:
    body = file.read(MOST_MB * 1024 * 1024 + 1)
    if len(body) > MOST_MB * 1024 * 1024:
        raise errors.DocumentTooLarge(field="file", name=name, most=MOST_MB)
    if body.startswith(_PDF):
        return body, "application/pdf"
    try:
        photo = read_photo(io.BytesIO(body), name=name)
    except FileNotPhoto:
        raise errors.DocumentUnreadable(field="file", name=name) from None
    return photo.content, "image/jpeg"


def path_of(sha256: str) -> Path:
    """Say where a paper lies, sealed."""
    return Path(settings.LINLI_MEDIA) / "mediation" / sha256[:2] / f"{sha256[2:]}.sealed"


def store(sha256: str, body: bytes) -> None:
    """Write a paper once, sealed: a part file, then renamed."""
    target = path_of(sha256)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(f".{new_id()}.part")
    part.write_text(seal(base64.b64encode(body).decode()), encoding="ascii")
    os.replace(part, target)


def read_document(document: Document) -> bytes:
    """Open a paper; whoever asks has found it as its reader."""
    path = path_of(document.sha256)
    if not path.exists():
        raise errors.PaperUnknown
    return base64.b64decode(unseal(path.read_text(encoding="ascii")))
