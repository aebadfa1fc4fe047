"""Files of a command made ready: photos read and stripped, whatever may not be used refused."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from linli.cases.actions.attaching import Photo, read_photo
from linli.core.recordings import is_boxed_picture
from linli.fieldsync import errors
from linli.fieldsync.applying.frame import PICTURES, Media

_HEAD_BYTES = 12


class Noted(Protocol):
    """What the phone notes of a file."""

    sha256: str
    type: str
    role: str
    name: str | None
    taken_at: dt.datetime | None
    lon: float | None
    lat: float | None


def ready(path: Path, note: Noted, *, roles: frozenset[str]) -> Media:
    """Read a photo, with where and when it was taken as the phone noted it; leave other files as they are."""
    if note.role not in roles:
        raise errors.PayloadWrong(field="media", where=note.role[:20])
    photo = _photo(path, note) if note.role in PICTURES else None
    return Media(note.sha256, note.role, path, note.type, note.name or "", photo)


def _photo(path: Path, note: Noted) -> Photo:
    with path.open("rb") as file:
        if is_boxed_picture(file.read(_HEAD_BYTES)):
            raise errors.MediaNotTaken(kind="HEIC")
        file.seek(0)
        photo = read_photo(file, name=note.name or "")
    return replace(
        photo,
        taken_at=photo.taken_at or note.taken_at,
        lon_cgcs2000=note.lon if photo.lon_cgcs2000 is None else photo.lon_cgcs2000,
        lat_cgcs2000=note.lat if photo.lat_cgcs2000 is None else photo.lat_cgcs2000,
    )
