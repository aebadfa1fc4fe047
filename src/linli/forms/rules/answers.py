"""What an answer may be: of the type its question asks for, and for the register a value it could hold."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from linli.core.codes import is_phone
from linli.forms.rules.measuring import Question

__all__ = ["MOST_NAME", "SEXES", "day_of", "fits", "is_same", "point_of"]

MOST_NAME = 40
SEXES = frozenset({"female", "male"})
_TIME = re.compile(r"\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?")


def fits(question: Question, text: str) -> bool:
    """Say whether an answer is of the type that its question asks for; an empty one says nothing."""
    if not text:
        return True
    check = _KINDS.get(question.kind)
    if check is not None and not check(text):
        return False
    if question.kind in {"select", "selects"} and question.choices:
        known = {code for code, _labels in question.choices}
        said = text.split() if question.kind == "selects" else [text]
        if not known.issuperset(said):
            return False
    bound = _FIELDS.get(question.attribute)
    return bound is None or bound(text)


def day_of(text: str) -> dt.date:
    """Read a day."""
    return dt.date.fromisoformat(text[:10])


def is_same(value: str, stands: str, *, masked: str = "") -> bool:
    """Say whether an answer says what the register has: also where the phone was shown it masked."""
    said = value.strip()
    return said in {stands.strip(), masked.strip()} if said else True


def point_of(text: str) -> tuple[float, float] | None:
    """Read longitude and latitude of a place that was noted as `lat lon altitude accuracy`."""
    parts = text.split()
    try:
        lat, lon = float(parts[0]), float(parts[1])
    except (IndexError, ValueError):
        return None
    return (lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None


def _is_int(text: str) -> bool:
    return re.fullmatch(r"-?\d{1,12}", text) is not None


def _is_decimal(text: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?([eE]-?\d+)?", text) is not None


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text[:10])
    except ValueError:
        return False
    return len(text) == 10 or text[10:11] in {"T", "Z", "+", "-"}


def _is_moment(text: str) -> bool:
    try:
        dt.datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_masked_or_phone(text: str) -> bool:
    return is_phone(text) or "*" in text


_KINDS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "int": _is_int, "decimal": _is_decimal, "date": _is_date, "dateTime": _is_moment,
        "time": lambda text: _TIME.fullmatch(text) is not None, "geopoint": lambda text: point_of(text) is not None,
    }
)  # fmt: skip
_FIELDS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "resident.name": lambda text: 1 <= len(text.strip()) <= MOST_NAME,
        "resident.sex": lambda text: text in SEXES,
        "resident.born_on": _is_date,
        "resident.phone": _is_masked_or_phone,
    }
)
