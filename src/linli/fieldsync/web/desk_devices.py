"""The desk's page of phones: one's own, those of the people one manages; ending one that was lost or replaced."""

from io import BytesIO
from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from linli.core.file_answers import file_answer
from linli.fieldsync.actions.devices import REASONS, revoke_device
from linli.fieldsync.queries.devices import DeviceRow, DeviceState, managed_devices, managed_rows, own_devices
from linli.register.exports.plain_book import write_book
from linli.staff.rules import Permission
from linli.staff.web.access import StaffRequest, needs
from linli.staff.web.answering import act_on_form

PER_PAGE = 50
STATE_NAMES: dict[DeviceState, str | Promise] = {
    DeviceState.IN_USE: gettext_lazy("在用"),
    DeviceState.IDLE: gettext_lazy("三十天以上没有使用"),
    DeviceState.SIGNED_OUT: gettext_lazy("已退出"),
    DeviceState.ENDED: gettext_lazy("已停用"),
}
REASON_NAMES: dict[str, str | Promise] = {
    "lost": gettext_lazy("丢失或被盗"),
    "replaced": gettext_lazy("已换手机"),
    "manager": gettext_lazy("不再从事移动工作"),
}


class SearchForm(forms.Form):
    """What the list is narrowed to."""

    q = forms.CharField(label=gettext_lazy("姓名或登录名"), required=False, max_length=40)


class EndingForm(forms.Form):
    """Why a phone is ended."""

    why = forms.ChoiceField(label=gettext_lazy("停用原因"), choices=[(one, REASON_NAMES[one]) for one in REASONS])


@never_cache
@require_safe
@needs(Permission.FIELD_WORK, Permission.STAFF_MANAGE)
def devices(request: StaffRequest) -> HttpResponse:
    form, words = _search(request)
    now = timezone.now()
    page = Paginator(managed_devices(request.actor, words=words, at=now), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "own": [_line(row) for row in own_devices(request.actor, at=now)],
        "others": [_line(row) for row in managed_rows(page.object_list, at=now)],
        "page": page,
        "works": request.actor.may_anywhere(Permission.FIELD_WORK),
        "manages": request.actor.may_anywhere(Permission.STAFF_MANAGE),
        "form": form,
        "words": words,
        "ending_form": EndingForm(),
    }
    return render(request, "fieldsync/devices.html", context)


@never_cache
@require_safe
@needs(Permission.STAFF_MANAGE)
def workbook(request: StaffRequest) -> HttpResponse:
    _form, words = _search(request)
    now = timezone.now()
    rows = managed_rows(managed_devices(request.actor, words=words, at=now).iterator(chunk_size=2_000), at=now)
    head = [_("姓名"), _("登录名"), _("手机"), _("系统"), _("应用版本"), _("登记日期"), _("状态"), _("停用原因")]
    cells = (
        (
            row.account_name, row.username, row.name, row.platform, row.app_version, row.registered_on,
            STATE_NAMES[row.state], REASON_NAMES.get(row.why, ""),
        )
        for row in rows
    )  # fmt: skip
    file = BytesIO()
    said = _("%(name)s 于 %(day)s 导出") % {"name": request.actor.name, "day": timezone.localdate().isoformat()}
    write_book(_("移动工作手机"), head, cells, file, said=said)
    return file_answer(file.getvalue(), name=f"{_('移动工作手机')}.xlsx")


@require_POST
@needs(Permission.FIELD_WORK, Permission.STAFF_MANAGE)
def ending(request: StaffRequest, device_id: UUID) -> HttpResponse:
    form = EndingForm(request.POST)

    def end() -> None:
        revoke_device(device_id, why=form.cleaned_data["why"], by=request.actor, at=timezone.now())

    act_on_form(request, form, end, done=_("已停用。这台手机下次联网时会清除里面的工作数据。"))
    return redirect("field-desk:devices")


def _search(request: HttpRequest) -> tuple[SearchForm, str]:
    form = SearchForm(request.GET)
    return form, str(form.cleaned_data.get("q", "")) if form.is_valid() else ""


def _line(row: DeviceRow) -> dict[str, object]:
    return {
        "row": row,
        "state": STATE_NAMES[row.state],
        "why": REASON_NAMES.get(row.why, ""),
        "may_end": row.state is not DeviceState.ENDED,
    }
