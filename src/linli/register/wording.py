"""Names for people of what the register writes as codes: sex, relations, fields, uses of dwellings."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.places.rules import DwellingState, DwellingUse
from linli.register.queries.relating import RELATION_NAMES as RELATION_NAMES

type Word = str | Promise

SEX_NAMES: Mapping[str, Word] = {"female": _("女"), "male": _("男")}

FIELD_NAMES: Mapping[str, Word] = {
    "name": _("姓名"),
    "sex": _("性别"),
    "born_on": _("出生日期"),
    "died_on": _("死亡日期"),
    "id_number": _("身份证号"),
    "id_number_sealed": _("身份证号"),
    "id_number_hash": "",
    "phone": _("电话"),
    "phone_sealed": _("电话"),
    "phone_hash": "",
    "name_key": "",
    "version": "",
    "address": _("住址"),
    "dwelling_id": _("住址"),
    "household_id": _("家庭户"),
    "head_id": _("户主"),
    "lives": _("居住"),
    "registered": _("户籍"),
    "relation": _("与户主关系"),
    "since": _("起"),
    "until": _("止"),
    "use": _("用途"),
    "state": _("房屋状态"),
}

BASIS_NAMES: Mapping[str, Word] = {
    "parent": _("父母"),
    "appointed": _("指定"),
    "court": _("法院判决"),
}

USE_NAMES: Mapping[str, Word] = {
    DwellingUse.HOME.value: _("自住"),
    DwellingUse.RENTED.value: _("出租"),
    DwellingUse.BUSINESS.value: _("经营"),
    DwellingUse.OTHER.value: _("其他"),
}

STATE_NAMES: Mapping[str, Word] = {
    DwellingState.LIVED_IN.value: _("有人居住"),
    DwellingState.VACANT.value: _("空置"),
    DwellingState.GONE.value: _("已拆除"),
}


def named(names: Mapping[str, Word], code: str) -> str:
    """Name a code for people; one that has no name goes by itself."""
    return str(names.get(code, code))


def fields_named(fields: Iterable[str]) -> str:
    """Name fields in a row; what is only there for the machine is left out."""
    words = dict.fromkeys(named(FIELD_NAMES, field) for field in fields)
    return "、".join(word for word in words if word)
