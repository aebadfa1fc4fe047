"""Uploaded files wait sealed until their import is done, and are destroyed with it: what they say lies nowhere in the clear."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings

from linli.core.sealed_uploads import ENDING, keep_sealed, opened
from linli.core.tables import Table, read_table_in
from linli.core.text_files import MOST_MB, too_large
from linli.register.errors import ImportFileGone
from linli.register.models import ImportBatch

FOLDER = "imports"


def keep_upload(batch_id: UUID, chunks: Iterable[bytes], *, name: str) -> None:
    """Seal an uploaded file; one that is too large is refused and leaves nothing behind."""
    keep_sealed(_path(batch_id), chunks, most_bytes=MOST_MB * 1_000_000, too_large=too_large(Path(name)))


def open_upload(batch: ImportBatch) -> Table:
    """Open the file of an import."""
    return read_table_in(upload_content(batch.pk), name=batch.file_name)


def upload_content(batch_id: UUID) -> bytes:
    """Unseal an uploaded file."""
    try:
        return b"".join(opened(_path(batch_id)))
    except FileNotFoundError:
        raise ImportFileGone from None


def upload_digest(batch_id: UUID) -> str:
    """Know the content of an upload again."""
    return hashlib.sha256(upload_content(batch_id)).hexdigest()


def has_upload(batch_id: UUID) -> bool:
    """Say whether the file is still there."""
    return _path(batch_id).is_file()


def destroy_upload(batch_id: UUID) -> None:
    """Destroy the file of an import; once gone is gone."""
    _path(batch_id).unlink(missing_ok=True)


def forget_uploads(before: dt.date) -> int:
    """Destroy the files of imports that began before a day and were never ended, or that nobody knows; say how many."""
    waiting = {path.stem: path for path in (settings.LINLI_DATA / FOLDER).glob(f"*{ENDING}")}
    known = ImportBatch.objects.filter(pk__in=waiting, started_at__date__gte=before).values_list("pk", flat=True)
    gone = waiting.keys() - {str(pk) for pk in known}
    for name in gone:
        waiting[name].unlink(missing_ok=True)
    return len(gone)


def _path(batch_id: UUID) -> Path:
    folder: Path = settings.LINLI_DATA / FOLDER
    return folder / f"{batch_id}{ENDING}"
