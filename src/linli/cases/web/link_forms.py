"""The forms that make one matter of several cases or several of one: merge, separate, split, link."""

import re

from django import forms
from django.utils.translation import gettext_lazy

from linli.cases.actions.linking import Part
from linli.cases.queries.detail import CaseDetail
from linli.cases.web.step_forms import StepForm, words

LONGEST_NUMBER = 20
_BETWEEN = re.compile(r"\n\s*\n")


class MergeForm(StepForm):
    """Merge this case into another one, which goes on."""

    number = forms.CharField(
        label=gettext_lazy("主案卷编号"), max_length=LONGEST_NUMBER,
        help_text=gettext_lazy("并入后由主案卷继续办理；反映人用原来的查询码就能看到主案卷的进展。"),
    )  # fmt: skip
    note = words(gettext_lazy("给反映人的说明"), rows=2, required=False)


class SplitForm(StepForm):
    """Split: each further matter in words of its own."""

    matters = words(
        gettext_lazy("要分出的事项"), rows=4,
        help_text=gettext_lazy("每件事写一段，段与段之间空一行。原来的上报留在本案卷，受理时间不变。"),
    )  # fmt: skip

    def parts(self) -> list[Part]:
        """Give each paragraph as a part."""
        found = (piece.strip() for piece in _BETWEEN.split(self.cleaned_data["matters"].replace("\r\n", "\n")))
        return [Part(piece) for piece in found if piece]


class LinkForm(StepForm):
    """Note that another case has to do with this one."""

    number = forms.CharField(label=gettext_lazy("相关案卷编号"), max_length=LONGEST_NUMBER)
    note = words(gettext_lazy("有什么关系"), rows=2, required=False)


def is_not_merged(detail: CaseDetail) -> bool:
    """Say whether there is nothing to separate: only a merged case is."""
    return detail.case.duplicate_of is None


def is_not_read(detail: CaseDetail) -> bool:
    """Say whether this person does not read the case: nobody splits or merges what they may not read."""
    return not detail.may_read
