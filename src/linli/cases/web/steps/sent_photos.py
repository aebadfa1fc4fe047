"""Photos that come with a form of the desk: read before anything is stored, attached once however often they are sent."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid5

from django.core.files.uploadedfile import UploadedFile

from linli.cases import actions
from linli.cases.actions.attaching import Photo, read_photo
from linli.staff.rules import Command


def send_photos(case_id: UUID, command: Command, files: Iterable[UploadedFile[Any]], *, purpose: str) -> None:
    """Attach the photos of a form."""
    attach_photos(case_id, command, read_photos(files), purpose=purpose)


def read_photos(files: Iterable[UploadedFile[Any]]) -> list[Photo]:
    """Read the photos of a form before anything is stored."""
    return [read_photo(file, name=file.name or "") for file in files]


def attach_photos(case_id: UUID, command: Command, photos: Iterable[Photo], *, purpose: str) -> None:
    """Attach photos under command ids made from their content: sent again, each is still attached once."""
    for photo in photos:
        own = Command(uuid5(command.id, f"{case_id}:{purpose}:{photo.sha256}"), command.by, command.at)
        actions.attach_photo(case_id, command=own, file=photo, name="", purpose=purpose)
