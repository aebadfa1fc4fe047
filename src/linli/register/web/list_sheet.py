"""The page of the household register sheet: choose a community; masked for everybody who may look, clear for a purpose."""

import io

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from linli.core.errors import LinliError
from linli.core.file_answers import file_answer
from linli.core.ids import new_id
from linli.core.moments import to_the_minute
from linli.register.actions.taking_sheets import FIELDS, Asked, take_sheet
from linli.register.exports.sheet_workbook import write_sheet
from linli.register.queries.purposes import Use, purposes_for
from linli.register.web.list_choosing import areas_to_choose, tabs
from linli.register.web.record_forms import RecordForm, said
from linli.register.wording import RELATION_NAMES, SEX_NAMES
from linli.staff.rules import Actor, Command, Permission
from linli.staff.web.access import StaffRequest, needs

_COMMUNITY = 12


class SheetForm(RecordForm):
    """Which community's sheet, and for a clear one what for."""

    area = forms.ChoiceField(label=gettext_lazy("社区"))
    purpose = forms.ChoiceField(
        label=gettext_lazy("目的"), required=False,
        help_text=gettext_lazy("不选目的，表中只有姓氏和出生年份；选了目的才有完整姓名，每位居民都能看到这次导出。"),
    )  # fmt: skip
    said = said(gettext_lazy("说明"), required=False)

    def fit(self, actor: Actor) -> None:
        """Offer the communities of the scope, and the purposes that a clear sheet can have."""
        self._offer("area", areas_to_choose(actor.prefixes(Permission.PEOPLE_VIEW), digits=_COMMUNITY))
        purposes = [("", _("遮盖姓名（不需要目的）"))]
        if actor.may_anywhere(Permission.PEOPLE_EXPORT):
            purposes += [
                (one.code, str(one.name)) for one in purposes_for(Use.ASKING) if set(FIELDS) <= set(one.attributes)
            ]
        self._offer("purpose", purposes)

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PEOPLE_VIEW)
def sheet(request: StaffRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, SheetForm.fresh("sheet"))
    form = SheetForm(request.POST, auto_id="sheet_%s")
    form.fit(request.actor)
    if form.is_valid():
        try:
            return _file(request, form)
        except LinliError as error:
            form.refuse(error)
    return _page(request, form, status=400)


def _file(request: StaffRequest, form: SheetForm) -> HttpResponse:
    values, at = form.cleaned_data, timezone.now()
    area, out = values["area"], io.BytesIO()
    rows = take_sheet(area, Asked(values["purpose"], values["said"]), command=Command(new_id(), request.actor, at))
    told = _("%(name)s 导出于 %(at)s，%(count)s 人次") % {
        "name": request.actor.name,
        "at": to_the_minute(at),
        "count": len(rows),
    }
    write_sheet(area, rows, said=told, names={**SEX_NAMES, **RELATION_NAMES}, file=out)
    return file_answer(out.getvalue(), name=f"households-{area}.xlsx")


def _page(request: StaffRequest, form: SheetForm, *, status: int = 200) -> HttpResponse:
    form.fit(request.actor)
    context = {"form": form, "tabs": tabs(request.actor, at="sheet")}
    return render(request, "register/sheet.html", context, status=status)
