"""Pages of maps: bring one, see what it would do, have it imported, read and take out what it did."""

import io
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.core.errors import LinliError
from linli.core.file_answers import file_answer
from linli.core.moments import to_the_minute
from linli.places.actions.map_imports import NewMap, drop_map_import, open_map_import
from linli.places.errors.map_imports import MapImportUnknown
from linli.places.importing.map_running import begin_step, is_dead
from linli.places.importing.map_signs import told_of
from linli.places.importing.map_uploads import destroy_map_files, has_map_files, keep_map_files
from linli.places.models import MapImport
from linli.places.queries.map_imports import map_import_within, map_imports_within
from linli.places.rules import UNDER_WAY, LayerName, MapState, Needed, Viewer
from linli.places.tasks import work_on_map
from linli.places.web.access import Scope, with_scope
from linli.places.web.map_import_forms import MapForm
from linli.places.web.map_import_sheets import MOST_ROWS, write_imports, write_report
from linli.places.web.map_import_words import COUNT_HEADS, counts_of, layer_name, line_of, sentences_of, step_words

PER_PAGE, MOST_REMARKS, MOST_GONE = 25, 50, 20
_REPLACED = (LayerName.STREETS, LayerName.BARRIERS)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@with_scope(Needed.AREAS_IMPORT)
def imports(request: HttpRequest, viewer: Viewer, scope: Scope) -> HttpResponse:
    form = MapForm(request.POST or None, request.FILES or None, scope=scope)
    if request.method == "POST" and form.is_valid():
        one = _uploaded(form, viewer, scope)
        return _begun(request, one.pk, MapState.CHECKING, scope)
    form.initial["area_code"] = request.GET.get("area", "")
    page = Paginator(map_imports_within(scope), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": [line_of(one) for one in page.object_list]}
    return render(request, "places/map_import/list.html", context, status=400 if form.errors else 200)


def _uploaded(form: MapForm, viewer: Viewer, scope: Scope) -> MapImport:
    """Keep the files, then note them; a note that is refused leaves no file."""
    said, files = form.cleaned_data, form.cleaned_data["maps"]
    new = NewMap(
        said["area_code"], [one.name for one in files], sum(one.size for one in files), form.wanted, said["crs"],
        swap=said["swap"], columns=said["columns"], language=translation.get_language() or "zh-hans",
    )  # fmt: skip
    keep_map_files(new.id, (one.chunks() for one in files))
    try:
        return open_map_import(new, scope=scope, by=viewer.name, at=timezone.now())
    except LinliError:
        destroy_map_files(new.id)
        raise


@never_cache
@require_safe
@with_scope(Needed.AREAS_IMPORT)
def detail(request: HttpRequest, _viewer: Viewer, scope: Scope, import_id: UUID) -> HttpResponse:
    one = map_import_within(scope, import_id)
    has_died = one.state in UNDER_WAY and is_dead(one, timezone.now())
    is_polled, is_part = bool(getattr(request, "htmx", None)), one.state in UNDER_WAY and not has_died
    context = {"one": one, "line": line_of(one), "is_under_way": is_part, "has_died": has_died}
    if is_polled and is_part:
        context["step"] = step_words(told_of(one.pk))
        return render(request, "places/map_import/progress.html", context)
    answer = render(
        request, "places/map_import/detail.html", {**context, **_steps(one, has_died=has_died), **_told(one)}
    )
    if is_polled:
        answer["HX-Refresh"] = "true"  # done meanwhile: the page shows what became of it
    return answer


def _steps(one: MapImport, *, has_died: bool) -> dict[str, bool]:
    """Say what may be done next."""
    may_check = has_died or one.state in {MapState.UPLOADED, MapState.FAILED}
    may_drop = one.state in {MapState.UPLOADED, MapState.CHECKED, MapState.FAILED}
    return {"may_check": may_check, "may_drop": may_drop, "has_steps": may_check or may_drop}


def _told(one: MapImport) -> dict[str, Any]:  # Any: whatever the template shows
    report, gone = one.report, one.report.get("gone", {})
    shown = {
        "step": step_words(told_of(one.pk)),
        "has_files": has_map_files(one),
        "may_replace": any(layer in gone for layer in _REPLACED),
    }
    if not report:
        return shown
    remarks = [(_("未导入"), remark) for remark in report["refused"]] + [
        (_("请核对"), remark) for remark in report["notes"]
    ]
    return {
        **shown,
        "heads": COUNT_HEADS.values(),
        "counts": counts_of(report),
        "sentences": sentences_of(report),
        "remarks": remarks[:MOST_REMARKS],
        "remark_count": report["refused_count"] + report["notes_count"],
        "gone": [(layer_name(layer), thing) for layer, things in gone.items() for thing in things][:MOST_GONE],
        "gone_count": sum(count["gone"] for count in report["layers"].values()),
    }


@require_POST
@with_scope(Needed.AREAS_IMPORT)
def check(request: HttpRequest, _viewer: Viewer, scope: Scope, import_id: UUID) -> HttpResponse:
    replaces = "replaces" in request.POST if "choosing" in request.POST else None
    return _begun(request, import_id, MapState.CHECKING, scope, replaces=replaces)


@require_POST
@with_scope(Needed.AREAS_IMPORT)
def run(request: HttpRequest, _viewer: Viewer, scope: Scope, import_id: UUID) -> HttpResponse:
    return _begun(request, import_id, MapState.RUNNING, scope)


def _begun(
    request: HttpRequest, import_id: UUID, step: MapState, scope: Scope, *, replaces: bool | None = None
) -> HttpResponse:
    try:
        begin_step(import_id, step, scope=scope, at=timezone.now(), replaces=replaces)
    except MapImportUnknown:
        raise
    except LinliError as refusal:
        messages.error(request, str(refusal))
    else:
        transaction.on_commit(lambda: work_on_map.enqueue(str(import_id)))
    return redirect("places:map_import", import_id)


@require_POST
@with_scope(Needed.AREAS_IMPORT)
def dropping(request: HttpRequest, _viewer: Viewer, scope: Scope, import_id: UUID) -> HttpResponse:
    drop_map_import(import_id, scope=scope)
    destroy_map_files(import_id)
    messages.success(request, _("已放弃这次导入，上传的文件已销毁。"))
    return redirect("places:map_imports")


@require_safe
@with_scope(Needed.AREAS_IMPORT)
def report(_request: HttpRequest, viewer: Viewer, scope: Scope, import_id: UUID) -> HttpResponse:
    one, file = map_import_within(scope, import_id), io.BytesIO()
    if not one.report:
        raise MapImportUnknown
    write_report(one, file, said=_exported_by(viewer))
    return file_answer(file.getvalue(), name=f"linli-map-{timezone.localtime(one.started_at):%Y%m%d-%H%M}.xlsx")


@require_safe
@with_scope(Needed.AREAS_IMPORT)
def sheet(_request: HttpRequest, viewer: Viewer, scope: Scope) -> HttpResponse:
    file = io.BytesIO()
    write_imports(map_imports_within(scope)[:MOST_ROWS], file, said=_exported_by(viewer))
    return file_answer(file.getvalue(), name=f"linli-maps-{timezone.localtime():%Y%m%d-%H%M}.xlsx")


def _exported_by(viewer: Viewer) -> str:
    return _("%(name)s 导出于 %(at)s") % {"name": viewer.name, "at": to_the_minute(timezone.now())}
