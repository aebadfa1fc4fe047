"""The photos of a case as a pair: before and after the work, side by side."""

from linli.cases.models import Case
from linli.cases.rules.evidence import Pair, Place, Shot, pair_of

_SHOT = ("purpose", "sha256", "added_at", "taken_at", "lon_cgcs2000", "lat_cgcs2000")


def shots_of(case: Case) -> list[Shot]:
    """Read a case's photos as far as comparing needs it."""
    return [Shot(*row) for row in case.attachments.order_by("added_at", "id").values_list(*_SHOT)]


def place_of(case: Case) -> Place | None:
    """Give the place a case was reported at, where it has a point."""
    if case.lon_cgcs2000 is None or case.lat_cgcs2000 is None:
        return None
    return case.lon_cgcs2000, case.lat_cgcs2000


def pair_shown(case: Case) -> Pair | None:
    """Choose the pair of photos to show side by side."""
    return pair_of(shots_of(case), place=place_of(case))
