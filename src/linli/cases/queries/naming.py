"""Names for codes: units in one query for many rows; areas, kinds and channels from what the process keeps; photos."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases.queries.kinds import catalogue, kind_name
from linli.places import queries as places
from linli.staff import queries as staff

PURPOSE_NAMES: dict[str, str | Promise] = {
    "report": pgettext_lazy("photo", "上报"),
    "before": gettext_lazy("处置前"),
    "after": gettext_lazy("处置后"),
    "check": pgettext_lazy("photo", "核查"),
}
ATTACHED_NAMES = {**PURPOSE_NAMES, "voice": gettext_lazy("语音")}


@dataclass(frozen=True)
class Names:
    """Names by code, each worked out once."""

    units: dict[str, str]
    _areas: dict[str, str] = field(default_factory=dict)
    _kinds: dict[str, str] = field(default_factory=dict)
    _channels: dict[str, str] = field(default_factory=dict)

    def unit(self, code: str) -> str:
        """Name a unit; its code when there is none of that code."""
        return self.units.get(code, code)

    def area(self, code: str) -> str:
        """Name a place by its last two levels, community and grid."""
        if code not in self._areas:
            self._areas[code] = " ".join(places.area_path(code)[-2:]) or code
        return self._areas[code]

    def kind(self, code: str) -> str:
        """Name a kind; '' while none is chosen."""
        if code not in self._kinds:
            self._kinds[code] = kind_name(code) if code else ""
        return self._kinds[code]

    def channel(self, code: str) -> str:
        """Name a channel."""
        if code not in self._channels:
            channel = catalogue().channels.get(code)
            self._channels[code] = str(channel.name) if channel else code
        return self._channels[code]


def names_for(unit_codes: Iterable[str]) -> Names:
    """Read the names that a page of rows needs: from the copy the process keeps, of closed units in one query."""
    wanted = {code for code in unit_codes if code}
    known = {code: unit.name for code in wanted if (unit := staff.known_unit(code)) and unit.code == code}
    closed = staff.units(wanted - known.keys())
    return Names(known | {code: unit.name for code, unit in closed.items()})


def purposes_named(purposes: Iterable[str]) -> str:
    """Name what photos are for, as one phrase."""
    return _("和").join(str(PURPOSE_NAMES[purpose]) for purpose in purposes)
