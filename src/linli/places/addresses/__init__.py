"""Written addresses: cut into their parts, brought into one form, reduced to keys. Nothing here asks the database."""

from linli.places.addresses.gazetteer import Gazetteer, division_names, divisions
from linli.places.addresses.parsing import parse, parse_by_rules
from linli.places.addresses.parts import Parsed, Part, Piece
from linli.places.addresses.sounding import sound_of
from linli.places.addresses.standard import (
    Keys,
    Number,
    compound_key,
    dwelling_code,
    dwelling_text,
    is_door,
    keys_of,
    number_of,
    plates_of,
)
from linli.places.addresses.writing import name_key, number_key, plain

__all__ = [
    "Gazetteer",
    "Keys",
    "Number",
    "Parsed",
    "Part",
    "Piece",
    "compound_key",
    "division_names",
    "divisions",
    "dwelling_code",
    "dwelling_text",
    "is_door",
    "keys_of",
    "name_key",
    "number_key",
    "number_of",
    "parse",
    "parse_by_rules",
    "plain",
    "plates_of",
    "sound_of",
]
