"""What a phone holds, part by part; each says cheaply which rows there are in which version, and writes rows."""

from collections.abc import Mapping
from types import MappingProxyType

from linli.fieldsync.parts.cases import CASES
from linli.fieldsync.parts.forms import FORMS
from linli.fieldsync.parts.kinds import KINDS
from linli.fieldsync.parts.me import AREAS, ME
from linli.fieldsync.parts.people import HOUSEHOLDS, PEOPLE
from linli.fieldsync.parts.places import BUILDINGS, DWELLINGS
from linli.fieldsync.parts.shapes import Part
from linli.fieldsync.parts.visits import VISITS
from linli.fieldsync.parts.words import WORDS

# In the order in which a phone takes them: what is due first, then the homes, then what changes seldom.
PARTS: Mapping[str, Part] = MappingProxyType(
    {
        part.name: part
        for part in (ME, CASES, VISITS, AREAS, BUILDINGS, DWELLINGS, HOUSEHOLDS, PEOPLE, FORMS, KINDS, WORDS)
    }
)

__all__ = ["PARTS", "Part"]
