"""What stood in the registers of components and facilities before a change: fields and values under the names people know."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from linli.cases.web.registers import unit_name
from linli.cases.wording import Word
from linli.places import queries as places

type Wording = Callable[[Any], object]

_LABELS: Mapping[str, Word] = {
    "name": _("名称"),
    "class_code": _("类别"),
    "state": _("状态"),
    "area_code": _("区域"),
    "lon_cgcs2000": _("经度"),
    "lat_cgcs2000": _("纬度"),
    "address": _("地址"),
    "phone": _("办公电话"),
    "hours": _("开放时间"),
    "charge_unit": _("主管单位"),
    "owner_unit": _("权属单位"),
    "care_unit": _("养护单位"),
    "position_class": _("定位精度"),
    "own_grid": _("单独成格"),
    "source": _("数据来源"),
    "recorded_on": _("登记日期"),
    "changed_on": _("变更日期"),
    "closed_on": _("停用日期"),
    "note": _("备注"),
}
_WORDINGS: Mapping[str, Wording] = {
    "charge_unit": unit_name,
    "owner_unit": unit_name,
    "care_unit": unit_name,
    "area_code": places.area_name,
    "own_grid": lambda alone: _("是") if alone else _("否"),
}


class Change(Protocol):
    """A change that was kept with what stood there before."""

    before: Mapping[str, object]


def told_changes[C: Change](
    changes: Iterable[C], wordings: Mapping[str, Wording]
) -> list[tuple[C, list[tuple[Word, object]]]]:
    """Put beside each change what stood there before; `wordings` says how the register's own codes are read.

    The ground of a facility is drawn, not told.
    """
    known = {**_WORDINGS, **wordings}
    return [
        (change, [(_LABELS[name], _said(known.get(name), value)) for name, value in change.before.items() if name in _LABELS])
        for change in changes
    ]  # fmt: skip


def _said(wording: Wording | None, value: object) -> object:
    return value if wording is None or value in {None, ""} else wording(value)
