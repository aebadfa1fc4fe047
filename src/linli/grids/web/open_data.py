"""Open data of grids: a page that says what it is, GeoJSON, CSV; areas and published counts alone."""

import gzip
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.views.decorators.http import condition, require_safe

from linli.grids.catalogue import declared
from linli.grids.exports.open_grids import COLUMNS, OpenGrid, open_grids, write_csv, write_geojson
from linli.grids.queries.households import public_households
from linli.places import queries as places

_SECONDS, _LEVEL = 300, 6
_FORMS: dict[str, tuple[str, Callable[[list[OpenGrid]], str]]] = {
    "geojson": ("application/geo+json", write_geojson),
    "csv": ("text/csv; charset=utf-8", write_csv),
}


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    _refuse_closed()
    context = {"publication": declared().publication, "columns": COLUMNS, "told": public_households()}
    return render(request, "grids/open.html", context)


def _etag(request: HttpRequest) -> str:
    return f'"{sha256(f"{_state()}|{request.path}".encode()).hexdigest()[:32]}"'


@require_safe
@condition(etag_func=_etag)
def geojson(request: HttpRequest) -> HttpResponse:
    return _file(request, "geojson")


@require_safe
@condition(etag_func=_etag)
def csv_file(request: HttpRequest) -> HttpResponse:
    return _file(request, "csv")


def _file(request: HttpRequest, form: str) -> HttpResponse:
    _refuse_closed()
    packed = _packed(_state(), form)
    is_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(packed if is_gzip else gzip.decompress(packed), content_type=_FORMS[form][0])
    if is_gzip:
        answer["Content-Encoding"] = "gzip"
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"grids.{form}") or ""
    answer["Cache-Control"] = f"public, max-age={_SECONDS}"
    patch_vary_headers(answer, ("Accept-Encoding",))
    return answer


def _state() -> str:
    """Name the state of what is published: the areas, the month of the counts, the terms."""
    terms = declared().publication
    return f"{places.areas_stamp()}-{public_households().month}-{terms.licence}"


@lru_cache(maxsize=4)
def _packed(_of_state: str, form: str) -> bytes:
    """Write a file once for each state."""
    return gzip.compress(_FORMS[form][1](open_grids()).encode(), compresslevel=_LEVEL, mtime=0)


def _refuse_closed() -> None:
    if not declared().publication.open_data:
        raise Http404
