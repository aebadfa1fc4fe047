"""The declared classes of facilities: the shipped file, and a city's own laid over it by code. No database."""

from typing import Annotated, Literal

from pydantic import Field

from linli.core.declared import Shape, Slug, Text
from linli.core.declared_folder import DeclaredFolder
from linli.places.errors.ground import FacilityClassesBroken

_TABLE = "facility-class"

type Group = Literal["education", "health", "care", "trade", "office", "leisure", "safety", "service", "traffic"]


class FacilityClass(Shape):
    """A class of facilities, and from which size on one of it is a grid of its own."""

    code: Slug
    name: Text
    group: Group
    own_grid_from_m2: Annotated[float | None, Field(alias="own-grid-from-m2", gt=0)] = None
    words: tuple[str, ...] = ()


_FOLDER = DeclaredFolder(
    "places",
    {_TABLE: FacilityClass},
    build=lambda reading: reading.by_code(_TABLE, FacilityClass),
    broken=FacilityClassesBroken,
)
facility_classes, examine, forget = _FOLDER.declared, _FOLDER.examine, _FOLDER.forget


def class_named(said: str) -> str:
    """Find the class that a file means: by its code, or by its name in any language; '' when it is none of them."""
    plain = said.strip().lower()
    for code, one in facility_classes().items():
        if plain in {code, one.name.zh_hans, one.name.zh_hant, one.name.en.lower()}:
            return code
    return ""


def class_meant(said: str) -> str:
    """Find the class that a column of classes means: one by its code or name, or whose word it is (学校, 公园); else ''."""
    plain = said.strip()
    by_word = (code for code, one in facility_classes().items() if plain in one.words)
    return class_named(said) or next(by_word, "")


def class_by_words(name: str) -> str:
    """Guess the class of a facility from its name: the longest word of a class that it holds decides."""
    found = [(len(word), code) for code, one in facility_classes().items() for word in one.words if word in name]
    return max(found, key=lambda pair: pair[0])[1] if found else ""


def is_own_grid(class_code: str, *, area_m2: float) -> bool:
    """Say whether a facility of a class with so much ground is set apart as a grid of its own."""
    one = facility_classes().get(class_code)
    return one is not None and one.own_grid_from_m2 is not None and area_m2 >= one.own_grid_from_m2
