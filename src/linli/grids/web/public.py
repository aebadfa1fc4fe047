"""Grids for everybody: find one's own, and its board with map, worker and the way to say something."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from linli.grids.catalogue import declared
from linli.grids.errors import GridUnknown
from linli.grids.exports.qr_svg import qr_svg
from linli.grids.queries.boards import board_of, followers_of
from linli.grids.queries.finding import communities_of, grid_at, grids_named, grids_of_community
from linli.places import queries as places

LONGEST = 120


@require_safe
def finder(request: HttpRequest) -> HttpResponse:
    text, community = request.GET.get("q", "")[:LONGEST].strip(), request.GET.get("community", "")[:12]
    point = _point(request)
    if point and not text and (found := grid_at(*point)):
        return redirect("grid-public:grid", code=found.code)
    rows = grids_named(text) if text else grids_of_community(community) if community else []
    context = {
        "q": text,
        "rows": rows,
        "is_asked": bool(text or point),
        "community": places.area_name(community) if community else "",
        "groups": () if text or community else communities_of(),
    }
    return render(request, "grids/finder.html", context)


@require_safe
def board(request: HttpRequest, code: str) -> HttpResponse:
    try:
        found = board_of(code[:15], origin=request.build_absolute_uri("/").rstrip("/"))
    except GridUnknown as refusal:
        followers = followers_of(code[:15])  # what printed QR codes of a closed grid lead to
        told = {"text": str(refusal), "followers": followers}
        return render(request, "grids/no_grid.html", told, status=410 if followers else 404)
    publication = declared().publication
    context = {
        "board": found,
        "qr": qr_svg(found.url),
        "geojson_url": f"/map/layers/{{name}}.geojson?under={found.code}",
        "map_number": publication.map_number,
        "open_data": publication.open_data,
    }
    return render(request, "grids/board.html", context)


def _point(request: HttpRequest) -> tuple[float, float] | None:
    """Read the point that was chosen on the map."""
    try:
        lon, lat = float(request.GET.get("lon", "")), float(request.GET.get("lat", ""))
    except ValueError:
        return None
    return (lon, lat) if -180 <= lon <= 180 and -90 <= lat <= 90 else None
