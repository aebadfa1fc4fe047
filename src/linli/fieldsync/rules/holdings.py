"""What a phone holds, part by part and field by field: the law pack and the explanation are written from this table.

A test compares it with what is sent, and refuses a field that nobody has declared here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Holding:
    """One part: its fields, and whether it says something of residents."""

    part: str
    fields: tuple[str, ...]
    of_people: bool = False


HOLDINGS = (
    Holding("me", ("id", "name", "username", "posts", "may", "complaint")),
    Holding(
        "cases",
        ("id", "number", "title", "text", "kind", "kind_name", "state", "state_name", "phase_name", "area", "lon", "lat",
         "address", "reported_at", "due_at", "is_open", "mine", "steps", "pair", "evidence", "photos", "lines", "asks",
         "unit", "unit_name", "household", "round", "v"),
    ),
    Holding(
        "visits",
        ("id", "area", "household", "resident", "dwelling", "address", "whom", "purpose", "purpose_name", "programme",
         "programme_name", "why", "due_on", "planned_on", "state", "last", "tries", "v"),
        of_people=True,
    ),
    Holding("areas", ("id", "name", "level", "parent")),
    Holding("buildings", ("id", "code", "name", "area", "street", "plate", "lon", "lat", "floors", "compound")),
    Holding("dwellings", ("id", "building", "entrance", "floor", "no", "use", "state")),
    Holding("households", ("id", "area", "dwelling", "head", "since", "last", "v"), of_people=True),
    Holding(
        "people",
        ("id", "household", "dwelling", "name", "sex", "born", "relation", "lives", "registered", "phone", "programmes", "v"),
        of_people=True,
    ),
    Holding(
        "forms",
        ("id", "version", "title", "about", "target", "md5", "size", "expires_on", "area", "bindings", "reused", "asked",
         "needs_consent"),
    ),
    Holding("kinds", ("id", "name", "group", "major", "evidence", "words", "on_spot", "photos")),
    Holding("words", ("id", "items")),
)  # fmt: skip
FIELDS: Mapping[str, frozenset[str]] = MappingProxyType({one.part: frozenset(one.fields) for one in HOLDINGS})
