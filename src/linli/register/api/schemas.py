"""What programs send of a household, and what they get: shapes of their own, apart from the models."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Annotated, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from linli.core.barred import why_barred
from linli.core.sent import Sent
from linli.register.errors import BarredField, FieldUnknown

Said = Annotated[str, Field(max_length=80)]
RelationCode = Literal["head", "spouse", "child", "grandchild", "parent", "grandparent", "sibling", "other", ""]


class DwellingIn(Sent):
    """Where a household lives: the dwelling's id, or the building's code with entrance and number."""

    id: UUID | None = None
    building: Said = Field("", description="Code of the building.")
    entrance: Said = Field("", description="Name of the entrance, where the building has more than one.")
    unit: Said = Field("", description="Number of the dwelling.")


class MemberIn(Sent):
    """A member of a household; ID number and phone may be missing."""

    name: str = Field(max_length=200)
    sex: Literal["female", "male"]
    born_on: dt.date
    id_number: Said = ""
    phone: Said = ""
    relation: RelationCode = Field("", description="How the member is related to the head.")
    registered: bool = True
    lives: bool = True


class HouseholdIn(Sent):
    """A household with its people; `id` makes a repeat harmless: the same id is applied once."""

    id: UUID | None = Field(None, description="Id of this command, made by the sender. A repeat gets the first answer.")
    dwelling: DwellingIn
    since: dt.date
    source: str = Field("department", description="Code of who says so (GET /register/fields).", max_length=20)
    members: list[MemberIn] = Field(min_length=1, max_length=60)


class MemberOut(Schema):
    """A member as entered."""

    id: UUID
    relation: str


class HouseholdOut(Schema):
    """A household as entered."""

    id: UUID
    area: str
    dwelling: UUID
    since: dt.date
    members: list[MemberOut]


class FieldOut(Schema):
    """A field that a file or a program may bring, with the usual heads of its column."""

    field: str
    name: str
    heads: list[str]


class FieldsOut(Schema):
    """Everything that may be brought, and who may be named as its source."""

    fields: list[FieldOut]
    sources: list[str]


class ProblemOut(Schema):
    """A refusal (RFC 9457)."""

    code: str
    title: str
    status: int
    field: str = ""


_SHAPES: Mapping[str, type[Schema]] = {"": HouseholdIn, "dwelling": DwellingIn, "members": MemberIn}


def check_keys(body: object) -> None:
    """Refuse a request with a field that has no place here; one that is barred with its reason (safeguards)."""
    found = list(_strange(body, ""))
    for path, name in found:
        if reason := why_barred(name):
            raise BarredField(field=path, name=name, reason=reason)
    for path, name in found:
        raise FieldUnknown(field=path, name=name)


def _strange(body: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(body, list):
        for index, one in enumerate(body):
            yield from _strange_in(one, place, f"{place}.{index}.")
    else:
        yield from _strange_in(body, place, f"{place}." if place else "")


def _strange_in(body: object, place: str, path: str) -> Iterator[tuple[str, str]]:
    if not isinstance(body, dict):
        return
    known = _SHAPES[place].model_fields
    for name, value in body.items():
        if name not in known:
            yield f"{path}{name}", name
        elif not place and name in _SHAPES:
            yield from _strange(value, name)
