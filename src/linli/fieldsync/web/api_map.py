"""The map of a community for phones whose posts lie there: public facts of places, nothing about people."""

import gzip
from functools import lru_cache
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_safe

from linli.fieldsync.rules.scope import scope_of
from linli.fieldsync.web.door import device_of, for_device
from linli.places import queries as places
from linli.places.errors import AreaUnknown
from linli.places.queries.community_map import community_map

_COMMUNITY_DIGITS = 12
_PRESS_LEVEL = 9  # written once for each state of the places, sent to many phones


def _etag(_request: HttpRequest, code: str) -> str:
    return f'"{sha256(f"{places.map_mark()}|{code}".encode()).hexdigest()[:32]}"'


@for_device
@require_safe
def area_map(request: HttpRequest, code: str) -> HttpResponse:
    """Give the map of one community within a post's area; another one is not there."""
    _device, actor = device_of(request)
    known = code in places.area_tree().by_code and len(code) == _COMMUNITY_DIGITS
    if not known or not scope_of(actor).has_community(code):
        raise AreaUnknown(area_code=code)
    return _written(request, code)


@condition(etag_func=_etag)
def _written(request: HttpRequest, code: str) -> HttpResponse:
    packed = _packed(places.map_mark(), code)
    is_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    found = HttpResponse(packed if is_gzip else gzip.decompress(packed), content_type="application/geo+json")
    if is_gzip:
        found["Content-Encoding"] = "gzip"
    found["Cache-Control"] = "private, no-cache"  # asked for with the mark: 304 while nothing was built or drawn
    patch_vary_headers(found, ("Accept-Encoding",))
    return found


@lru_cache(maxsize=64)
def _packed(_mark: str, code: str) -> bytes:
    return gzip.compress(community_map(code).encode(), compresslevel=_PRESS_LEVEL, mtime=0)
