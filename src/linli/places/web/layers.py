"""Layers of the map for anyone: boundaries, streets and buildings, nothing about people."""

import gzip
from functools import lru_cache
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import condition, require_safe

from linli.places import queries
from linli.places.errors import AreaCodeInvalid, BoundsInvalid
from linli.places.queries import Bounds

_SECONDS = 60
_GZIP_LEVEL = 5
_MOST_KEPT_BYTES = 100_000  # a piece of 1.2 km of Helsinki's houses has 11,000; 512 of the largest are 50 MB


def _etag(request: HttpRequest, name: str) -> str:
    parts = (queries.map_mark(), name, request.GET.get("under", ""), request.GET.get("bbox", ""))
    return f'"{sha256("|".join(parts).encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_etag)
def layer(request: HttpRequest, name: str) -> HttpResponse:
    under, bounds = _under(request.GET.get("under", "")), bounds_of(request.GET.get("bbox", ""))
    packed = _packed(queries.map_mark(), name, under, bounds)
    is_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(packed if is_gzip else gzip.decompress(packed), content_type="application/geo+json")
    if is_gzip:
        answer["Content-Encoding"] = "gzip"
    answer["Cache-Control"] = f"public, max-age={_SECONDS}"
    patch_vary_headers(answer, ("Accept-Encoding",))
    return answer


class _TooLargeToKeep(Exception):
    def __init__(self, packed: bytes) -> None:
        super().__init__(len(packed))
        self.packed = packed


def _packed(mark: str, name: str, under: str, bounds: Bounds | None) -> bytes:
    """Write a layer once for each state of the areas and buildings; the mark names that state."""
    if bounds is None:
        return _whole(mark, name, under)
    try:
        return _piece(mark, name, under, bounds)
    except _TooLargeToKeep as answer:
        return answer.packed


@lru_cache(maxsize=32)
def _whole(_mark: str, name: str, under: str) -> bytes:
    return _written(name, under, None)


@lru_cache(maxsize=512)
def _piece(_mark: str, name: str, under: str, bounds: Bounds) -> bytes:
    """Keep what the pieces of a map come to; windows as anyone likes them would fill the memory."""
    packed = _written(name, under, bounds)
    if len(packed) > _MOST_KEPT_BYTES:
        raise _TooLargeToKeep(packed)
    return packed


def _written(name: str, under: str, bounds: Bounds | None) -> bytes:
    text = queries.layer_geojson(name, (under,), bbox=bounds)
    return gzip.compress(text.encode(), compresslevel=_GZIP_LEVEL, mtime=0)


def _under(code: str) -> str:
    if code and not (code.isascii() and code.isdigit() and len(code) <= 15):
        raise AreaCodeInvalid(field="under", area_code=code)
    return code


def bounds_of(text: str) -> Bounds | None:
    """Read a window of the map from an address; None where there is none, a refusal where it is no window."""
    if not text:
        return None
    try:
        west, south, east, north = (float(number) for number in text.split(","))
    except ValueError:
        raise BoundsInvalid(field="bbox") from None
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise BoundsInvalid(field="bbox")
    return west, south, east, north
