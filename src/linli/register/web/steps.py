"""How the register's pages take a form and give a spreadsheet."""

import tempfile
from collections.abc import Callable, Iterable, Sequence

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from linli.core.errors import Invalid, Refused, Stale
from linli.core.file_answers import EXCEL
from linli.core.moments import to_the_minute
from linli.register.exports.plain_book import write_book
from linli.register.web.record_forms import RecordForm
from linli.staff.rules import Command
from linli.staff.web.access import StaffRequest


def take(request: StaffRequest, form: RecordForm, do: Callable[[Command], object], *, done: str | Promise) -> bool:
    """Do what a form asks for and tell it; a refusal is shown in the form, what may not be known or done is an error page."""
    if not form.is_valid():
        return False
    try:
        do(Command(form.command, request.actor, timezone.now()))
    except (Invalid, Refused, Stale) as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, str(done))
    return True


def press(request: StaffRequest, do: Callable[[Command], object], *, done: str | Promise) -> bool:
    """Do what a button asks for; a refusal is told on the page that comes next."""
    form = RecordForm(request.POST)
    if take(request, form, do, done=done):
        return True
    for error in form.errors.values():
        messages.error(request, " ".join(map(str, error)))
    return False


def workbook(
    request: StaffRequest, name: str, title: str, head: Sequence[object], rows: Iterable[Sequence[object]]
) -> HttpResponse:
    """Answer with one table as an Excel file that no cache keeps."""
    at = timezone.localtime()
    said = _("%(name)s 导出于 %(at)s") % {"name": request.actor.name, "at": to_the_minute(at)}
    file = tempfile.TemporaryFile()  # noqa: SIM115 the response closes it when it is sent
    write_book(title, head, rows, file, said=said)
    file.seek(0)
    answer = FileResponse(
        file, as_attachment=True, filename=f"linli-{name}-{at:%Y%m%d-%H%M}.xlsx", content_type=EXCEL
    )  # fmt: skip
    answer.headers["Cache-Control"] = "private, no-store"
    return answer  # type: ignore[return-value]  # the guard passes a streamed answer on as it is
