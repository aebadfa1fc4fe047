"""Names for new grids: after the place they are for, else by their number, and no two grids of a community alike."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import count

from django.utils.translation import gettext as _

from linli.places.rules import LONGEST_NAME

_NUMBERED = re.compile(r"(.*)第\d+网格")


def named(
    standing: Sequence[str], codes: Sequence[str], places_apart: Sequence[str], *, taken: Collection[str]
) -> list[str]:
    """Name the grids that have no name yet, as the others of their community are named; none gets a name that another has.

    Of places with one name each has its number behind it. `taken` are the names of today, of grids that close too.
    """
    used = {*taken, *standing}
    places = Counter(place for name, place in zip(standing, places_apart, strict=True) if not name)
    begins = next((found[1] for name in standing if (found := _NUMBERED.fullmatch(name))), "")
    names = list(standing)
    for at in sorted(range(len(codes)), key=codes.__getitem__):
        if not names[at]:
            place, number = places_apart[at], int(codes[at][-3:])
            tried = _of_place(place, number, is_one=places[place] == 1) if place else _by_number(begins, number)
            names[at] = next(name for name in tried if name not in used)
            used.add(names[at])
    return names


def _of_place(place: str, number: int, *, is_one: bool) -> Iterator[str]:
    if is_one:
        yield place[:LONGEST_NAME]
    for more in count(number):
        behind = _("（%(number)s）") % {"number": more}
        yield place[: LONGEST_NAME - len(behind)] + behind


def _by_number(begins: str, number: int) -> Iterator[str]:
    for more in count(number):
        yield begins + _("第%(number)s网格") % {"number": more}
