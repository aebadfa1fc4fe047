"""How often one address may hand something in without an account."""

import hashlib
import ipaddress
from itertools import batched

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from linli.cases import errors
from linli.staff.web.callers import client_address

_HOUR_SECONDS = 3600
_AT_ONCE = 200


def check_rate(request: HttpRequest) -> None:
    """Refuse more reports within an hour from one address than a person would hand in.

    Each takes a place for an hour: taking one is a single step, so many calls at a time take no more.
    """
    mark = hashlib.sha256(_network(client_address(request)).encode()).hexdigest()[:24]
    for numbers in batched(range(settings.LINLI_REPORTS_PER_HOUR), _AT_ONCE, strict=False):
        places = [f"reports:{mark}:{number}" for number in numbers]
        taken = cache.get_many(places)
        if any(cache.add(place, 1, timeout=_HOUR_SECONDS) for place in places if place not in taken):
            return
    raise errors.TooManyReports


def _network(address: str) -> str:
    """Take the addresses of one IPv6 connection together: it has more of them than anybody can count."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(ipaddress.ip_network((found, 64), strict=False))
