"""Grade, kind and management of an area as files write them; what is not known is named and left as stored."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.core.listing import listed
from linli.places.rules import EstateType, Grade, Kind

_GRADES = {word: grade for grade in Grade for word in (grade.value, f"{grade.value}级")}
_KINDS = {
    **{kind.value: kind for kind in Kind},
    **dict.fromkeys(("基础网格", "普通网格", "基础", "普通"), Kind.BASIC),
    **dict.fromkeys(("专属网格", "专属"), Kind.DEDICATED),
}
_ESTATES = {
    **{estate.value: estate for estate in EstateType if estate.value},
    "自管": EstateType.SELF_MANAGED,
    "物业管理": EstateType.PROPERTY_MANAGED,
    "单位管理": EstateType.UNIT,
}
_TRAITS: Mapping[str, tuple[Mapping[str, StrEnum], Promise | str, tuple[str, ...]]] = {
    "grade": (_GRADES, _("等级"), ("A", "B", "C")),
    "kind": (_KINDS, _("网格类型"), ("基础网格", "专属网格")),
    "estate_type": (_ESTATES, _("管理方式"), ("自管", "物业管理", "单位管理")),
}


def read_traits(told: Mapping[str, str]) -> dict[str, Any]:  # Any: each is its field's enum
    """Read the traits of an area; None where a file says nothing that is known."""
    return {name: words.get(_plain(told.get(name, ""))) for name, (words, _label, _known) in _TRAITS.items()}


def unknown_traits(told: Mapping[str, str]) -> Iterator[str]:
    """Say which traits of an area were not taken, and what could stand there."""
    for name, (words, label, known) in _TRAITS.items():
        said = told.get(name, "")
        if said and _plain(said) not in words:
            text = _("不认识%(field)s“%(value)s”，没有采用；可用的有：%(known)s。")
            yield text % {"field": label, "value": said, "known": listed(known)}


def _plain(said: str) -> str:
    """Grades are written in capitals and everything else in small letters; Chinese words have neither."""
    return said.strip().upper() if said.strip().upper() in _GRADES else said.strip().lower()
