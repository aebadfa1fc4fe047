"""Photos and recordings on their way in: kept part by part under the command they belong to, until that is applied.

How much of a file is there is its size on disk: a process that is killed while it writes leaves a shorter file, never a
wrong one. A file that is whole and is what its hash says loses the ending `.part`. What came of people's homes and
hands lies here as it came, so nobody but the server's own account opens these folders.

Of a command that was refused the phone has the files still: they wait a few days for its mended version, which then need
not be sent whole, and give way as soon as others need the room.
"""

import datetime as dt
import errno
import fcntl
import hashlib
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings

from linli.fieldsync import errors
from linli.fieldsync.models import Device, FieldCommand

MOST_PART_BYTES = 256 * 1024
KEPT_DAYS = 14
REFUSED_KEPT_DAYS = 3
_REFUSED = "refused"  # an empty file in a command's folder, as old as the refusal
_SHA256 = re.compile(r"[0-9a-f]{64}")
_OWN_FOLDER, _OWN_FILE = 0o700, 0o600
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


@dataclass(frozen=True)
class Place:
    """Where a file of a command of a phone is gathered."""

    device_id: UUID
    command_id: UUID
    sha256: str

    @property
    def whole(self) -> Path:
        """The file once it is whole and is what its hash says."""
        return folder_of(self.device_id, self.command_id) / self.sha256

    @property
    def part(self) -> Path:
        """The file while parts of it are missing."""
        return self.whole.with_suffix(".part")


class OffsetDiffers(Exception):
    """A part begins elsewhere than where the file ends; the phone is told how far it is."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def place_of(device_id: UUID, command_id: UUID, sha256: str) -> Place:
    """Name the place of a file; refuse what is no hash, so that no name leads elsewhere."""
    if not _SHA256.fullmatch(sha256):
        raise errors.MediaUnknown
    return Place(device_id, command_id, sha256)


def folder_of(device_id: UUID, command_id: UUID) -> Path:
    """Say where the files of a command are gathered."""
    return incoming() / str(device_id) / str(command_id)


def incoming() -> Path:
    """Say where all files on their way in lie."""
    return Path(settings.LINLI_DATA) / "incoming"


def offset_of(place: Place) -> int:
    """Say how many bytes of a file are there."""
    for path in (place.whole, place.part):
        try:
            return path.stat().st_size
        except FileNotFoundError:
            continue
    return 0


def is_whole(place: Place) -> bool:
    """Say whether a file is there, all of it."""
    return place.whole.is_file()


def is_all_there(place: Place, size: int) -> bool:
    """Say whether a file is whole; one that a killed process had written to its end and not yet named is looked at now."""
    if is_whole(place):
        return True
    if not size or offset_of(place) != size:
        return False
    try:
        _check(place, size)
    except errors.MediaDamaged:
        return False
    return True


def most_bytes() -> int:
    """Say how large a file may be."""
    return int(settings.LINLI_PHOTO_MB) * 1024 * 1024


def most_staged_bytes() -> int:
    """Say how much all files of one phone on their way in may take."""
    return int(settings.LINLI_FIELD_STAGED_MB) * 1024 * 1024


def append(place: Place, content: bytes, *, start: int, total: int) -> int:
    """Add a part to a file and say how many bytes are there; when it is whole, see that it is what its hash says."""
    if total > most_bytes():
        raise errors.MediaTooLarge(most=settings.LINLI_PHOTO_MB)
    if is_whole(place):
        return _already_whole(place, start)
    _make_room(place, total)
    with _no_room_said():
        _prepare(place)
        offset = _write(place.part, content, start=start)
    if offset >= total:
        _check(place, total)
    return offset


def _make_room(place: Place, total: int) -> None:
    """Let what refused commands left give way, the oldest first; refuse a file that does not fit even so.

    It is said before the first part, so that none is sent in vain, and nothing is thrown away in vain.
    """
    over = _staged_besides(place) + total - most_staged_bytes()
    if over <= 0:
        return
    gives_way = {one.parent: _bytes_in(one.parent) for one in _refusals(place)}
    if over > sum(gives_way.values()):
        raise errors.StagedFull(most=settings.LINLI_FIELD_STAGED_MB)
    for folder, size in gives_way.items():
        if over > 0:
            shutil.rmtree(folder, ignore_errors=True)
            over -= size


def _refusals(place: Place) -> list[Path]:
    """List the marks of a phone's other refused commands, the oldest first."""
    found = (incoming() / str(place.device_id)).glob(f"*/{_REFUSED}")
    return sorted((one for one in found if one.parent != place.part.parent), key=_moment)


def _moment(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _bytes_in(folder: Path) -> int:
    return sum(_size(one) for one in folder.glob("*"))


def _prepare(place: Place) -> None:
    """Make the folders and the file, for nobody else to open; a command whose files come again is not refused any more."""
    folder = place.part.parent
    for one in (incoming(), folder.parent, folder):
        one.mkdir(mode=_OWN_FOLDER, parents=True, exist_ok=True)
    if stat.S_IMODE(incoming().stat().st_mode) != _OWN_FOLDER:  # made by an earlier version
        incoming().chmod(_OWN_FOLDER)
    place.part.touch(mode=_OWN_FILE)
    (folder / _REFUSED).unlink(missing_ok=True)


def _staged_besides(place: Place) -> int:
    """Count the bytes of a phone's other files on their way in."""
    files = (incoming() / str(place.device_id)).glob("*/*")
    return sum(_size(one) for one in files if one != place.part)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:  # its command has just been applied
        return 0


def _already_whole(place: Place, start: int) -> int:
    offset = offset_of(place)
    if start != offset:
        raise OffsetDiffers(offset)
    return offset


def _write(path: Path, content: bytes, *, start: int) -> int:
    """Write at the end of a file and nowhere else; two at a time wait for each other."""
    with path.open("ab", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        offset = os.fstat(file.fileno()).st_size
        if offset != start:
            raise OffsetDiffers(offset)
        view = memoryview(content)
        while view:
            view = view[file.write(view) :]
        return offset + len(content)


def _check(place: Place, total: int) -> None:
    """Give a whole file its name, or throw away one that was damaged."""
    try:
        is_right = place.part.stat().st_size == total and _hash_of(place.part) == place.sha256
    except FileNotFoundError:
        is_right = is_whole(place)  # another request has just done this
    if not is_right:
        place.part.unlink(missing_ok=True)
        raise errors.MediaDamaged
    if place.part.exists():
        os.replace(place.part, place.whole)


def _hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _no_room_said() -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        if fault.errno in NO_ROOM:
            raise errors.DiskFull from fault
        raise


def discard(device_id: UUID, command_id: UUID) -> None:
    """Throw the files of a command away: it is applied, and what it kept lies elsewhere; or its worker gave it up."""
    shutil.rmtree(folder_of(device_id, command_id), ignore_errors=True)


def set_aside(device_id: UUID, command_id: UUID) -> None:
    """Mark the files of a command that was refused; without the mark they would only stay longer."""
    folder = folder_of(device_id, command_id)
    if folder.is_dir():
        with suppress(OSError):
            (folder / _REFUSED).touch(mode=_OWN_FILE)


def sweep_incoming(at: dt.datetime) -> int:
    """Throw away files whose command is applied, whose phone was ended, or that nobody went on sending for 14 days.

    Those of a refused command go after three: its mended version may send them again.
    """
    if not incoming().is_dir():
        return 0
    swept = 0
    for device in _folders(incoming()):
        swept += sum(_swept(folder) for folder in _waiting_for_nothing(device, at))
        _drop_empty(device)
    return swept


def _waiting_for_nothing(device: Path, at: dt.datetime) -> list[Path]:
    folders = _folders(device)
    known = Device.objects.filter(pk=device.name, revoked_at=None).exists()
    if not known:
        return folders
    applied = FieldCommand.objects.filter(pk__in=[one.name for one in folders]).values_list("pk", flat=True)
    done = {str(pk) for pk in applied}
    return [one for one in folders if one.name in done or _is_old(one, at)]


def _is_old(folder: Path, at: dt.datetime) -> bool:
    refused_at = _moment(folder / _REFUSED)
    if refused_at:
        return refused_at < (at - dt.timedelta(days=REFUSED_KEPT_DAYS)).timestamp()
    times = [one.stat().st_mtime for one in (folder, *folder.iterdir())]
    return max(times) < (at - dt.timedelta(days=KEPT_DAYS)).timestamp()


def _swept(folder: Path) -> int:
    files = sum(1 for one in folder.iterdir() if one.name != _REFUSED)
    shutil.rmtree(folder, ignore_errors=True)
    return files


def _drop_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return


def _folders(folder: Path) -> list[Path]:
    """List the folders named by ids, as all of ours are."""
    return sorted(one for one in folder.iterdir() if one.is_dir() and _is_id(one.name))


def _is_id(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
