"""Drafts of facilities (设施): schools, clinics, markets, parks: what stands in an area for everybody."""

import datetime as dt
import re
from collections.abc import Collection
from dataclasses import dataclass, fields

from linli.places.errors import NotDegrees
from linli.places.errors import ground as errors

LONGEST_FACILITY_CODE = 30
_CODE = re.compile(r"[A-Za-z0-9-]{1,30}", re.ASCII)
_PHONE = re.compile(r"[0-9+() /、,;.转-]{3,40}")


@dataclass(frozen=True)
class FacilityDraft:
    """A facility as a file or a person gives it; the point and the ground (WKB) are CGCS2000, units stand as codes."""

    code: str
    class_code: str
    name: str
    lon_cgcs2000: float
    lat_cgcs2000: float
    boundary: bytes | None = None
    address: str = ""
    phone: str = ""
    hours: str = ""
    charge_unit: str = ""
    owner_unit: str = ""
    care_unit: str = ""
    own_grid: bool | None = None
    source: str = ""
    recorded_on: dt.date | None = None
    closed_on: dt.date | None = None
    note: str = ""


FACILITY_FIELDS = tuple(field.name for field in fields(FacilityDraft))


def check_facility(draft: FacilityDraft, *, classes: Collection[str]) -> None:
    """Refuse a facility without a code, a name, a known class, or a point on earth, or with a phone that is none."""
    if not _CODE.fullmatch(draft.code):
        raise errors.FacilityCodeWrong(field="code", facility=draft.code, most=LONGEST_FACILITY_CODE)
    if not draft.name.strip():
        raise errors.FacilityNameMissing(field="name", facility=draft.code)
    if draft.class_code not in classes:
        raise errors.FacilityClassUnknown(field="class", given=draft.class_code, known="、".join(classes))
    if not (-180 <= draft.lon_cgcs2000 <= 180 and -90 <= draft.lat_cgcs2000 <= 90):
        raise NotDegrees(field="lon")
    if not is_office_phone(draft.phone):
        raise errors.PhoneWrong(field="phone", given=draft.phone)
    if draft.recorded_on and draft.closed_on and draft.closed_on < draft.recorded_on:
        raise errors.FacilityDatesBackwards(field="closed_on")


def is_office_phone(text: str) -> bool:
    """Say whether a text can be the phone of an office; none at all will do."""
    return not text or _PHONE.fullmatch(text) is not None
