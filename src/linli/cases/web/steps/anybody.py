"""What anybody who may read a running case adds to it: photos and notes."""

from uuid import UUID

from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases import actions
from linli.cases.rules import StepName
from linli.cases.web import step_forms as forms
from linli.cases.web.steps.sent_photos import send_photos
from linli.cases.web.steps.spec import StepSpec
from linli.staff.rules import Command


def _photos(case_id: UUID, command: Command, form: forms.StepForm) -> None:
    values = form.cleaned_data
    send_photos(case_id, command, values["photos"], purpose=values["purpose"])


SPECS = (
    StepSpec(
        "photos", frozenset({StepName.ATTACH}), forms.PhotosForm, _photos,
        pgettext_lazy("step", "添加照片"), gettext_lazy("上传照片"), gettext_lazy("照片已加入案卷。"), "photo-plus", aside=True,
    ),
    StepSpec(
        "notes", frozenset({StepName.NOTE}), forms.NoteForm,
        lambda case_id, command, form: actions.add_note(case_id, command=command, text=form.cleaned_data["text"]),
        pgettext_lazy("step", "添加备注"), gettext_lazy("保存备注"), gettext_lazy("备注已记入案卷。"), "pencil", aside=True,
    ),
)  # fmt: skip
