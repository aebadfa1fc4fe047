"""Which column of a department's list says what of a person; everything else in the list is not taken."""

from collections.abc import Iterable, Mapping, Sequence

from linli.core import barred
from linli.core.listing import listed
from linli.core.people_columns import PERSON_HEADS
from linli.register.errors import BarredColumn, LinkageColumnMissing, LinkageFieldUnknown

HEADS: Mapping[str, tuple[str, ...]] = {
    **PERSON_HEADS,
    "name": (*PERSON_HEADS["name"], "名字", "领取人", "领取人姓名", "申请人", "申请人姓名"),
    "id_number": (*PERSON_HEADS["id_number"], "id"),
    "address": ("地址", "住址", "居住地址", "家庭住址", "家庭地址", "现住址", "现住地址", "户籍地址", "address"),
}
FIELDS = tuple(HEADS)
_BESIDE_NAME = ("id_number", "born_on", "phone", "address")  # a name alone says nobody


def read_columns(present: Sequence[str], pairs: Iterable[str] = ()) -> dict[str, str]:
    """Say which column is which field: by COL=FIELD pairs, else by the usual heads; a barred column refuses the list."""
    barred.check_columns(present, BarredColumn, field="columns")
    chosen = dict(_chosen(pair, present) for pair in pairs)
    return check_columns(chosen or by_usual_heads(present), present)


def check_columns(columns: Mapping[str, str], present: Sequence[str]) -> dict[str, str]:
    """Refuse a mapping without a name, or without anything beside the name."""
    for field, column in columns.items():
        if field not in HEADS:
            raise LinkageFieldUnknown(field="columns", name=field, names=listed(FIELDS))
        if column not in present:
            raise LinkageColumnMissing(field="columns", column=column, columns=listed(present))
    if "name" not in columns:
        raise LinkageColumnMissing(field="columns", column="姓名", columns=listed(present))
    if not any(field in columns for field in _BESIDE_NAME):
        raise LinkageColumnMissing(field="columns", column="身份证号 / 出生日期 / 电话 / 地址", columns=listed(present))
    return {field: columns[field] for field in FIELDS if field in columns}


def by_usual_heads(present: Sequence[str]) -> dict[str, str]:
    """Know columns by what they are usually called: whole, and without what stands in brackets."""
    plain = {_plain(column): column for column in reversed(present)}
    found = {field: next((plain[head] for head in heads if head in plain), "") for field, heads in HEADS.items()}
    return {field: column for field, column in found.items() if column}


def _plain(column: str) -> str:
    return column.split("（")[0].split("(")[0].replace(" ", "").replace("\u3000", "").strip("*").lower()


def _chosen(pair: str, present: Sequence[str]) -> tuple[str, str]:
    column, _sign, name = pair.rpartition("=")
    field = next((one for one, heads in HEADS.items() if name.strip() == one or name.strip() in heads), "")
    if not field:
        raise LinkageFieldUnknown(field="columns", name=name, names=listed(FIELDS))
    if column not in present:
        raise LinkageColumnMissing(field="columns", column=column, columns=listed(present))
    return field, column
