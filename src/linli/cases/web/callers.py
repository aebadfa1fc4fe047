"""How often one address may hand something in without an account."""

import hashlib
import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import batched

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from linli.cases import errors
from linli.core.errors import LinliError
from linli.staff.web.callers import client_address

_HOUR_SECONDS = 3600
_AT_ONCE = 200
_REFUSED_FOR_EACH = 3  # who mistypes every report twice still hands in as many as anybody


@contextmanager
def counted(request: HttpRequest) -> Iterator[None]:
    """Count what one address hands in, and refuse more within an hour than a person would.

    Only what is taken in counts towards the limit; what is refused is typed again, so a wider limit ends a flood of it.
    Each takes a place for an hour: taking one is a single step, so many calls at a time take no more.
    """
    mark = hashlib.sha256(_network(client_address(request)).encode()).hexdigest()[:24]
    most_refused = settings.LINLI_REPORTS_PER_HOUR * _REFUSED_FOR_EACH
    if len(cache.get_many(_places("refused", mark, most_refused))) >= most_refused:
        raise errors.TooManyReports
    if (place := _take("reports", mark, settings.LINLI_REPORTS_PER_HOUR)) is None:
        raise errors.TooManyReports
    try:
        yield
    except LinliError:
        _take("refused", mark, most_refused)
        cache.delete(place)
        raise


def _take(what: str, mark: str, most: int) -> str | None:
    """Take a free place for an hour; None where there is none."""
    for places in batched(_places(what, mark, most), _AT_ONCE, strict=False):
        taken = cache.get_many(places)
        for place in places:
            if place not in taken and cache.add(place, 1, timeout=_HOUR_SECONDS):
                return place
    return None


def _places(what: str, mark: str, most: int) -> list[str]:
    return [f"{what}:{mark}:{number}" for number in range(most)]


def _network(address: str) -> str:
    """Take the addresses of one IPv6 connection together: it has more of them than anybody can count."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False))
