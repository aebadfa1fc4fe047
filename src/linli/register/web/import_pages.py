"""Pages of imports: bring a file, say what its columns are, look it over, take it, mend what came back."""

import io
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from linli.core.errors import LinliError
from linli.core.file_answers import file_answer
from linli.core.ids import new_id
from linli.core.moments import to_the_minute
from linli.core.tables import Table
from linli.places import queries as places
from linli.register.actions.batches import NewImport, begin_checking, choose_columns, drop_import, open_import
from linli.register.actions.mappings import save_mapping
from linli.register.actions.taking_back import take_back_rows
from linli.register.exports.plain_book import write_book
from linli.register.importing.columns import by_usual_names
from linli.register.importing.preview import MOST, preview
from linli.register.importing.sentences import WRONG_NAMES, sentences
from linli.register.importing.uploaded import begin_upload
from linli.register.importing.uploads import destroy_upload, has_upload, keep_upload, open_upload
from linli.register.importing.workbook import write_workbook
from linli.register.models import ImportBatch
from linli.register.queries.batches import batch_for, imports_visible_to, mapping_named, mappings_for, rows_back
from linli.register.rules.arriving import Wrong
from linli.register.tasks import look_over_upload, take_in_upload
from linli.register.web.import_forms import ColumnsForm, UploadForm
from linli.register.web.import_words import STATES, shown_fields
from linli.staff.rules import Command, Permission
from linli.staff.web.access import StaffRequest, needs

PER_PAGE, MOST_BACK, MOST_SHEET = 25, 50, 5_000
_DIFFERING = "differing"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PEOPLE_IMPORT)
def imports(request: StaffRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        return redirect("register:import_columns", _uploaded(request, form).pk)
    page = Paginator(imports_visible_to(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "rows": [_line(batch) for batch in page.object_list]}
    return render(request, "register/import/list.html", context, status=400 if form.errors else 200)


def _uploaded(request: StaffRequest, form: UploadForm) -> ImportBatch:
    said = form.cleaned_data
    new = NewImport(said["file"].name, said["area_code"], said["source"], by_usual_names(form.present))
    batch = open_import(new, command=Command(new_id(), request.actor, timezone.now()))
    keep_upload(batch.pk, [form.content], name=batch.file_name)
    return batch


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PEOPLE_IMPORT)
def columns(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    batch = batch_for(request.actor, batch_id)
    table = open_upload(batch)
    saved = request.GET.get("mapping", "")
    chosen = mapping_named(saved, batch.area_code) if saved else dict(batch.columns)
    form = ColumnsForm(request.POST or None, present=table.columns, chosen=chosen)
    if request.method == "POST" and form.is_valid():
        choose_columns(batch.pk, form.columns, by=request.actor)
        if name := form.cleaned_data["save_as"].strip():
            save_mapping(name, form.columns, area_code=batch.area_code, by=request.actor, at=timezone.now())
        return _look_over(request, batch.pk)
    context = {
        "batch": batch, "form": form, "saved": saved, "mappings": mappings_for(batch.area_code),
        "pairs": [form[name] for name in form.fields if name != "save_as"], "area": _area(batch),
        "rows": _cells(table, chosen, most=3), "fields": shown_fields(chosen),
    }  # fmt: skip
    return render(request, "register/import/columns.html", context, status=400 if form.errors else 200)


def _look_over(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    begin_checking(batch_id, by=request.actor)
    transaction.on_commit(lambda: look_over_upload.enqueue(str(batch_id)))
    return redirect("register:import", batch_id)


@never_cache
@require_safe
@needs(Permission.PEOPLE_IMPORT)
def detail(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    batch = batch_for(request.actor, batch_id)
    is_part = bool(getattr(request, "htmx", None)) and batch.state in {"checking", "running"}
    template = "register/import/progress.html" if is_part else "register/import/detail.html"
    answer = render(request, template, _told(batch, is_part=is_part))
    if getattr(request, "htmx", None) and not is_part:
        answer["HX-Refresh"] = "true"  # done meanwhile: the page shows what became of it
    return answer


def _told(batch: ImportBatch, *, is_part: bool) -> dict[str, Any]:  # Any: whatever the template shows
    shown = {"batch": batch, "line": _line(batch), "area": _area(batch)}
    if is_part:
        return shown
    is_open = has_upload(batch.pk)
    rows = _cells(open_upload(batch), batch.columns) if batch.state == "checked" and is_open else ()
    back = [(row.row, sentences(row.faults, batch.columns)) for row in rows_back(batch.pk, most=MOST_BACK)]
    return {
        **shown,
        "rows": rows,
        "fields": shown_fields(batch.columns),
        "faults": _faults(batch),
        "back": back,
        "is_open": is_open,
    }


@require_POST
@needs(Permission.PEOPLE_IMPORT)
def run(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    return _begun(request, batch_id, resume=False)


@require_POST
@needs(Permission.PEOPLE_IMPORT)
def resumption(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    return _begun(request, batch_id, resume=True)


def _begun(request: StaffRequest, batch_id: UUID, *, resume: bool) -> HttpResponse:
    try:
        begin_upload(batch_id, by=request.actor, resume=resume)
    except LinliError as refusal:
        batch_for(request.actor, batch_id)
        messages.error(request, str(refusal))
    else:
        transaction.on_commit(lambda: take_in_upload.enqueue(str(batch_id)))
    return redirect("register:import", batch_id)


@require_POST
@needs(Permission.PEOPLE_IMPORT)
def dropping(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    drop_import(batch_id, by=request.actor, at=timezone.now())
    destroy_upload(batch_id)
    messages.success(request, _("已放弃这次导入，上传的文件已销毁。"))
    return redirect("register:imports")


@require_safe
@needs(Permission.PEOPLE_IMPORT)
def faults(request: StaffRequest, batch_id: UUID) -> HttpResponse:
    """Send the rows that came back, clear: they are the sender's own file; that they were taken is noted."""
    batch, present = take_back_rows(batch_id, by=request.actor, at=timezone.now())
    file = io.BytesIO()
    write_workbook(rows_back(batch.pk), file, present=present, columns=batch.columns)
    return file_answer(file.getvalue(), name=f"linli-import-{timezone.localtime(batch.started_at):%Y%m%d-%H%M}.xlsx")


@require_safe
@needs(Permission.PEOPLE_IMPORT)
def sheet(request: StaffRequest) -> HttpResponse:
    at, file = timezone.localtime(), io.BytesIO()
    head = (_("文件"), _("区域"), _("状态"), _("开始"), _("经办"), _("行数"), _("已录入"), _("登记中已有"), _("退回"))
    rows = ([_line(one)[key] for key in _SHEET] for one in imports_visible_to(request.actor)[:MOST_SHEET])
    said = _("%(name)s 导出于 %(at)s") % {"name": request.actor.name, "at": to_the_minute(at)}
    write_book(_("导入记录"), head, rows, file, said=said)
    return file_answer(file.getvalue(), name=f"linli-imports-{at:%Y%m%d-%H%M}.xlsx")


_SHEET = ("file", "area", "state", "started", "by", "rows", "good", "known", "bad")


def _line(batch: ImportBatch) -> dict[str, Any]:  # Any: as above
    done = round(100 * batch.next_row / batch.rows) if batch.rows else None
    return {
        "id": batch.pk, "file": batch.file_name, "area": _area(batch), "state": str(STATES[batch.state]), "by": batch.by_name,
        "started": to_the_minute(batch.started_at), "rows": batch.rows, "good": batch.good,
        "known": batch.known, "bad": batch.bad, "done": done, "seen": batch.good + batch.known + batch.bad, "differing": batch.counts.get(_DIFFERING, 0),
    }  # fmt: skip


def _cells(table: Table, chosen: Mapping[str, str], *, most: int = MOST) -> list[list[str]]:
    shown = [field for field, _name in shown_fields(chosen)]
    return [[row.get(field, "") for field in shown] for row in preview(table, chosen, most=most)]


def _faults(batch: ImportBatch) -> Sequence[tuple[str, int]]:
    counted = [(str(WRONG_NAMES[Wrong(code)]), count) for code, count in batch.counts.items() if code != _DIFFERING]
    return sorted(counted, key=lambda one: -one[1])


def _area(batch: ImportBatch) -> str:
    return " ".join(places.area_path(batch.area_code)[-2:]) or _("整个辖区")
