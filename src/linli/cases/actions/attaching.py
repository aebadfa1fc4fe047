"""Attach photos: checked, shrunk, stripped of all that is not picture, stored once under their content's hash."""

import datetime as dt
import hashlib
import io
import struct
from dataclasses import dataclass
from pathlib import Path
from threading import Semaphore
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from PIL import Image

from linli.cases import errors
from linli.cases.actions.camera import noted_by_camera
from linli.cases.actions.recording import begin, find_for_step, find_reported, record
from linli.cases.models import Attachment, Case
from linli.cases.queries.kinds import kind_of
from linli.cases.rules import Evidence, StepName
from linli.core.ids import new_id
from linli.core.kept_files import keep_file
from linli.staff.rules import Command

LONGEST_SIDE_PX = 2048
MOST_BY_REPORTER = 12  # photos of a case up to which whoever reported may add
MOST_PIXELS = {"JPEG": 120_000_000, "PNG": 25_000_000, "WEBP": 25_000_000}  # a JPEG is read at a part of its size
PURPOSES = frozenset({"report", "before", "after", "check"})
PAIRED = frozenset({"before", "after"})
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}  # fmt: skip
_BROKEN = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, OverflowError, struct.error)
_few_at_once = Semaphore(2)  # a large picture fills hundreds of megabytes while it is read
Image.MAX_IMAGE_PIXELS = MOST_PIXELS["JPEG"]


class Readable(Protocol):
    """A file that gives its bytes: an upload, or an open file."""

    def read(self, size: int, /) -> bytes:
        """Read up to `size` bytes."""


@dataclass(frozen=True)
class Photo:
    """A photo ready to store: a JPEG of its pixels alone, turned upright."""

    content: bytes
    sha256: str
    width_px: int
    height_px: int
    taken_at: dt.datetime | None = None
    lon_cgcs2000: float | None = None
    lat_cgcs2000: float | None = None


def attach_photo(
    case_id: UUID, *, command: Command, file: Readable | Photo, name: str, purpose: str, tracked: bool = False
) -> Case:
    """Add a photo to a running case; whoever reported may add to their own report.

    It is read before the transaction begins: a large one takes seconds, in which nobody else could write.
    """
    photo = file if isinstance(file, Photo) else read_photo(file, name=name)
    return _attach(case_id, command=command, photo=photo, purpose=purpose, tracked=tracked)


@transaction.atomic
def _attach(case_id: UUID, *, command: Command, photo: Photo, purpose: str, tracked: bool) -> Case:
    if (first := begin(command, StepName.ATTACH, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_reported(case_id, StepName.ATTACH) if tracked else find_for_step(case_id, StepName.ATTACH, command)
    if tracked and case.attachments.count() >= MOST_BY_REPORTER:
        raise errors.PhotosEnough(most=MOST_BY_REPORTER)
    store(photo)
    attachment, is_new = Attachment.objects.get_or_create(
        case=case,
        purpose=purpose if purpose in PURPOSES else "report",
        sha256=photo.sha256,
        defaults={
            "id": new_id(), "media_type": "image/jpeg", "size_bytes": len(photo.content), "width_px": photo.width_px,
            "height_px": photo.height_px, "added_at": command.at, "added_by": command.by.key[:40],
            **_taken(photo, case, purpose, tracked=tracked),
        },
    )  # fmt: skip
    if is_new:
        record(case, StepName.ATTACH, command, note=f"{attachment.purpose}:{attachment.pk}")
    return case


def _taken(photo: Photo, case: Case, purpose: str, *, tracked: bool) -> dict[str, object]:
    """Keep where and when a photo was taken only where a pair of them is the evidence, and never of whoever reported."""
    kind = kind_of(case)
    if tracked or purpose not in PAIRED or kind is None or kind.evidence is not Evidence.BEFORE_AND_AFTER:
        return {}
    return {"taken_at": photo.taken_at, "lon_cgcs2000": photo.lon_cgcs2000, "lat_cgcs2000": photo.lat_cgcs2000}


def read_photo(file: Readable, *, name: str) -> Photo:
    """Read an uploaded picture whatever its name says; refuse what is no photo or too large."""
    content = file.read(settings.LINLI_PHOTO_MB * 1024 * 1024 + 1)
    if len(content) > settings.LINLI_PHOTO_MB * 1024 * 1024:
        raise errors.FileTooLarge(name=name, found=f">{settings.LINLI_PHOTO_MB}", most=settings.LINLI_PHOTO_MB)
    with _few_at_once:
        try:
            picture = _small(content)
            noted, upright = noted_by_camera(picture), _upright(picture)
        except (*_BROKEN, Image.DecompressionBombError):
            raise errors.FileNotPhoto(name=name) from None
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=85, optimize=True)
    stripped = out.getvalue()
    sha256 = hashlib.sha256(stripped).hexdigest()
    return Photo(stripped, sha256, upright.width, upright.height, noted.at, noted.lon, noted.lat)


def _small(content: bytes) -> Image.Image:
    """Open a picture at the size that is kept; a larger one than is ever taken by a camera is not even read."""
    picture: Image.Image = Image.open(io.BytesIO(content), formats=tuple(MOST_PIXELS))
    if picture.width * picture.height > MOST_PIXELS.get(picture.format or "", MOST_PIXELS["JPEG"]):
        raise ValueError(picture.size)
    picture.draft("RGB", (LONGEST_SIDE_PX * 2, LONGEST_SIDE_PX * 2))
    if picture.mode not in {"L", "RGB", "RGBA", "CMYK"}:
        picture = picture.convert("RGB")
    picture.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    """Turn a picture as its camera noted, where the note can be read, and leave out whatever else came with it."""
    try:
        turn = _TURNS.get(picture.getexif().get(_ORIENTATION, 1))
    except _BROKEN:
        turn = None
    turned = (picture if turn is None else picture.transpose(turn)).convert("RGB")
    turned.info = {}  # a comment would be saved with it
    return turned


def path_of(sha256: str) -> Path:
    """Say where a photo lies: two letters of its hash, then the rest."""
    return Path(settings.LINLI_MEDIA) / sha256[:2] / f"{sha256[2:]}.jpg"


def store(photo: Photo) -> None:
    """Write a photo once and whole, so that no half photo is ever seen."""
    keep_file(path_of(photo.sha256), photo.content)
