"""What a camera noted in a picture: when and where it was taken, read before all notes are stripped."""

import datetime as dt
import struct
from collections.abc import Mapping
from dataclasses import dataclass

from PIL import Image

from linli.core.calendar import CHINA

_EXIF, _GPS = 0x8769, 0x8825
_TAKEN, _OFFSET = 0x9003, 0x9011
_LAT_REF, _LAT, _LON_REF, _LON = 1, 2, 3, 4
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    KeyError,
    IndexError,
    OverflowError,
    ZeroDivisionError,
    struct.error,
)


@dataclass(frozen=True)
class Noted:
    """Time and place of a picture, as far as they can be read (GPS is WGS-84: CGCS2000 within centimetres)."""

    at: dt.datetime | None = None
    lon: float | None = None
    lat: float | None = None


def noted_by_camera(picture: Image.Image) -> Noted:
    """Read time and place; what is missing, broken or impossible is left out."""
    try:
        notes = picture.getexif()
        at = _moment(notes.get_ifd(_EXIF))
        lon, lat = _place(notes.get_ifd(_GPS))
    except _BROKEN:
        return Noted()
    return Noted(at, lon, lat)


def _moment(notes: Mapping[int, object]) -> dt.datetime | None:
    text = str(notes.get(_TAKEN, "")).strip("\x00 ")
    try:
        at = dt.datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 its zone stands in another note
        zone = (
            dt.datetime.strptime(str(notes.get(_OFFSET, "")).strip("\x00 "), "%z").tzinfo if _OFFSET in notes else CHINA
        )
    except ValueError:
        return None
    return at.replace(tzinfo=zone).astimezone(dt.UTC)


def _place(notes: Mapping[int, object]) -> tuple[float, float] | tuple[None, None]:
    if _LAT not in notes or _LON not in notes:
        return None, None
    lat, lon = _degrees(notes[_LAT], notes.get(_LAT_REF), "S"), _degrees(notes[_LON], notes.get(_LON_REF), "W")
    is_on_earth = -90 <= lat <= 90 and -180 <= lon <= 180 and (lat, lon) != (0.0, 0.0)
    return (lon, lat) if is_on_earth else (None, None)


def _degrees(parts: object, reference: object, negative: str) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)  # type: ignore[attr-defined]  # EXIF gives three numbers
    found = degrees + minutes / 60 + seconds / 3600
    if found != found or abs(found) == float("inf"):
        raise ValueError(parts)
    return -found if str(reference).strip("\x00 ").upper() == negative else found
