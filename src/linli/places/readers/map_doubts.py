"""What a map says that cannot be taken as it stands: gathered by value while features are read, each value told once."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from linli.places.readers.features import Remark


class Doubt(StrEnum):
    """Why a value was not taken as it stands."""

    FLOORS = "floors"
    USE = "use"
    TALL = "tall"


_TEXTS: dict[Doubt, Promise | str] = {
    Doubt.FLOORS: _("层数或高度“%(value)s”无法采用（%(count)s 栋楼）：有高度的按高度算，没有的按占地推算，请改正。"),
    Doubt.USE: _("不认识用途“%(value)s”（%(count)s 栋楼），按不是住宅计；如果有人居住，请把用途改为“住宅”再导入。"),
    Doubt.TALL: _("%(count)s 栋楼超过 %(value)s 层，又没有写明用途，按不是住宅计；如果有人居住，请补上用途再导入。"),
}


@dataclass
class _Seen:
    first: Remark
    count: int = 0


@dataclass
class Doubts:
    """The doubtful values of a map, in the order they were met."""

    _seen: dict[tuple[Doubt, str], _Seen] = field(default_factory=dict)

    def add(self, why: Doubt, value: str, at: Remark) -> None:
        """Note one more feature with a doubtful value; the first one is where people will look."""
        self._seen.setdefault((why, value[:40]), _Seen(at)).count += 1

    def remarks(self) -> list[Remark]:
        """Tell each value once, with how many features have it."""
        return [
            replace(seen.first, text=str(_TEXTS[why]) % {"value": value, "count": seen.count})
            for (why, value), seen in self._seen.items()
        ]
