"""The forms that may be filled in today, each with which of its questions are fields of the register."""

from linli.fieldsync.parts.shapes import Holder, Part, Row, Stored, as_made, full, ready
from linli.forms.queries.opened import OpenForm, open_forms
from linli.staff.rules import Permission


def _forms(holder: Holder) -> list[Stored]:
    if not holder.actor.may_anywhere(Permission.FORMS_FILL):
        return []
    return ready([_row(form) for form in open_forms(holder.actor)])


def _row(form: OpenForm) -> Row:
    bindings = [{"path": one.path, "attribute": one.attribute} for one in form.bindings]
    row = full(
        id=form.code, version=form.version, title=form.title, about=form.about, target=form.target, md5=form.md5,
        size=form.size, expires_on=form.expires_on.isoformat(), area=form.area_code, bindings=bindings,
    )  # fmt: skip
    if form.files:
        row["files"] = [
            {"name": one.name, "md5": one.md5, "type": one.media_type, "size": one.size} for one in form.files
        ]
    return {**row, "reused": form.reused, "asked": form.asked, "needs_consent": form.needs_consent}


FORMS = Part("forms", _forms, as_made)
