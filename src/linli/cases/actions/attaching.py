"""Attach photos: checked, shrunk, stripped of EXIF, stored once under their content's hash."""

import hashlib
import io
import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

from django.conf import settings
from django.db import transaction
from PIL import Image, ImageOps, UnidentifiedImageError

from linli.cases import errors
from linli.cases.actions.recording import Command, begin, find_for_step, find_reported, record
from linli.cases.models import Attachment, Case
from linli.cases.rules import StepName
from linli.core.ids import new_id

LONGEST_SIDE_PX = 2048
PURPOSES = frozenset({"report", "before", "after", "check"})
FORMATS = ("JPEG", "PNG", "WEBP")


class Readable(Protocol):
    """A file that gives its bytes: an upload, or an open file."""

    def read(self, size: int, /) -> bytes:
        """Read up to `size` bytes."""


@dataclass(frozen=True)
class Photo:
    """A photo ready to store: JPEG without EXIF, turned upright."""

    content: bytes
    sha256: str
    width_px: int
    height_px: int


@transaction.atomic
def attach_photo(
    case_id: UUID, *, command: Command, file: Readable, name: str, purpose: str, tracked: bool = False
) -> Case:
    """Add a photo to a running case; whoever reported may add to their own report."""
    if (first := begin(command, StepName.ATTACH, answer=case_id)) is not None:
        return Case.objects.get(pk=first)
    case = find_reported(case_id, StepName.ATTACH) if tracked else find_for_step(case_id, StepName.ATTACH, command)
    photo = read_photo(file, name=name)
    store(photo)
    attachment, is_new = Attachment.objects.get_or_create(
        case=case,
        purpose=purpose if purpose in PURPOSES else "report",
        sha256=photo.sha256,
        defaults={
            "id": new_id(), "media_type": "image/jpeg", "size_bytes": len(photo.content), "width_px": photo.width_px,
            "height_px": photo.height_px, "added_at": command.at, "added_by": command.by.key[:40],
        },
    )  # fmt: skip
    if is_new:
        record(case, StepName.ATTACH, command, note=f"{attachment.purpose}:{attachment.pk}")
    return case


def read_photo(file: Readable, *, name: str) -> Photo:
    """Read an uploaded picture whatever its name says; refuse what is no photo or too large."""
    content = file.read(settings.LINLI_PHOTO_MB * 1024 * 1024 + 1)
    if len(content) > settings.LINLI_PHOTO_MB * 1024 * 1024:
        raise errors.FileTooLarge(name=name, found=f">{settings.LINLI_PHOTO_MB}", most=settings.LINLI_PHOTO_MB)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
            picture.draft("RGB", (LONGEST_SIDE_PX * 2, LONGEST_SIDE_PX * 2))
            upright = ImageOps.exif_transpose(picture).convert("RGB")
    except (
        UnidentifiedImageError,
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        raise errors.FileNotPhoto(name=name) from None
    upright.thumbnail((LONGEST_SIDE_PX, LONGEST_SIDE_PX))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=85, optimize=True)  # a new file: no EXIF is carried over
    stripped = out.getvalue()
    return Photo(stripped, hashlib.sha256(stripped).hexdigest(), upright.width, upright.height)


def path_of(sha256: str) -> Path:
    """Say where a photo lies: two letters of its hash, then the rest."""
    return Path(settings.LINLI_MEDIA) / sha256[:2] / f"{sha256[2:]}.jpg"


def store(photo: Photo) -> None:
    """Write a photo once: a part file, then renamed, so that no half photo is ever seen."""
    target = path_of(photo.sha256)
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(f".{new_id()}.part")
    part.write_bytes(photo.content)
    os.replace(part, target)
