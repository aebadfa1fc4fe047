"""The files of a map brought at the desk: they wait sealed, lie open only while they are read, and are destroyed with the import."""

import datetime as dt
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings

from linli.core.sealed_uploads import ENDING, keep_sealed, opened
from linli.places.errors.map_imports import MapFilesGone, MapFilesTooLarge
from linli.places.models import MapImport
from linli.places.readers import map_layers, osm_pbf
from linli.places.rules import MOST_MAP_MB

FOLDER = "maps"
MAP_ENDINGS = (*osm_pbf.SUFFIXES, *map_layers.SUFFIXES)
_OPEN, _SIGNS = ".open", (".sign", ".held")


def keep_map_files(import_id: UUID, files: Iterable[Iterable[bytes]]) -> None:
    """Seal the files of a map, one after the other; where that fails nothing is left behind."""
    left = MOST_MAP_MB * 1_000_000
    try:
        for number, chunks in enumerate(files):
            refusal = MapFilesTooLarge(field="maps", most=MOST_MAP_MB)
            left -= keep_sealed(_sealed(import_id, number), chunks, most_bytes=left, too_large=refusal)
    except BaseException:
        destroy_map_files(import_id)
        raise


def has_map_files(one: MapImport) -> bool:
    """Say whether all files of an import are still there."""
    return all(_sealed(one.pk, number).is_file() for number in range(len(one.files)))


@contextmanager
def open_map_files(one: MapImport) -> Iterator[Sequence[Path]]:
    """Lay the files of an import open under their own names, for nobody else and as long as they are read."""
    folder = _folder() / f"{one.pk}{_OPEN}"
    shutil.rmtree(folder, ignore_errors=True)  # of a process that was killed while it read
    folder.mkdir(mode=0o700, parents=True)
    try:
        yield [_laid_open(folder / Path(name).name, _sealed(one.pk, number)) for number, name in enumerate(one.files)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def destroy_map_files(import_id: UUID) -> None:
    """Destroy the files of an import, and what told how far it is; once gone is gone."""
    shutil.rmtree(_folder() / f"{import_id}{_OPEN}", ignore_errors=True)
    for path in _folder().glob(f"{import_id}*"):
        path.unlink(missing_ok=True)


def forget_map_files(before: dt.date) -> int:
    """Destroy the files of imports that began before a day and were never ended, or that nobody knows; say of how many."""
    waiting = {path.name[:_LENGTH] for path in _folder().glob(f"*{ENDING}")}
    known = MapImport.objects.filter(pk__in=waiting, started_at__date__gte=before).values_list("pk", flat=True)
    gone = waiting - {str(pk) for pk in known}
    for name in gone:
        destroy_map_files(UUID(name))
    return len(gone)


def sign_path(import_id: UUID) -> Path:
    """Say where the process that works on an import tells how far it is."""
    return _folder() / f"{import_id}{_SIGNS[0]}"


def held_path(import_id: UUID) -> Path:
    """Say what the process that works on an import holds as long as it lives."""
    return _folder() / f"{import_id}{_SIGNS[1]}"


_LENGTH = len(str(UUID(int=0)))


def _laid_open(target: Path, sealed: Path) -> Path:
    target.touch(mode=0o600)
    try:
        with target.open("wb") as file:
            file.writelines(opened(sealed))
    except FileNotFoundError:
        raise MapFilesGone from None
    return target


def _sealed(import_id: UUID, number: int) -> Path:
    return _folder() / f"{import_id}-{number:02d}{ENDING}"


def _folder() -> Path:
    return Path(settings.LINLI_DATA) / FOLDER
