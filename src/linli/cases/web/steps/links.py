"""What makes one matter of several cases or several of one: merge, split, link."""

from typing import cast
from uuid import UUID

from django.utils.translation import gettext_lazy, pgettext_lazy

from linli.cases.actions.linking import link_cases, merge_cases, split_case, unmerge_case
from linli.cases.queries.visible import case_with_number
from linli.cases.rules import StepName
from linli.cases.web import link_forms as own
from linli.cases.web import step_forms as forms
from linli.cases.web.steps.spec import StepSpec
from linli.staff.rules import Command


def _merge(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    main = case_with_number(command.by, values["number"])
    return merge_cases(main.pk, [case_id], command=command, note=values["note"])


def _split(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    return split_case(case_id, cast("own.SplitForm", form).parts(), command=command)


def _link(case_id: UUID, command: Command, form: forms.StepForm) -> object:
    values = form.cleaned_data
    other = case_with_number(command.by, values["number"])
    return link_cases(case_id, other.pk, command=command, note=values["note"])


SPECS = (
    StepSpec(
        "merging", frozenset({StepName.MERGE}), own.MergeForm, _merge,
        pgettext_lazy("step", "并案"), gettext_lazy("并入主案卷"), gettext_lazy("已并入主案卷，会告诉反映人。"), "git-merge",
        aside=True, idle=own.is_not_read,
    ),
    StepSpec(
        "separation", frozenset({StepName.UNMERGE}), forms.ReasonForm,
        lambda case_id, command, form: unmerge_case(case_id, command=command, reason=form.cleaned_data["reason"]),
        pgettext_lazy("step", "取消并案"), gettext_lazy("取消并案"), gettext_lazy("已取消并案，本案卷重新等待受理。"), "git-branch",
        aside=True, idle=own.is_not_merged,
    ),
    StepSpec(
        "splitting", frozenset({StepName.SPLIT}), own.SplitForm, _split,
        pgettext_lazy("step", "分案"), gettext_lazy("分出这些事项"), gettext_lazy("已分出新案卷，编号记入本案卷，会告诉反映人。"),
        "arrows-split-2", aside=True, idle=own.is_not_read,
    ),
    StepSpec(
        "relation", frozenset({StepName.LINK}), own.LinkForm, _link,
        pgettext_lazy("step", "关联案卷"), gettext_lazy("关联这一件"), gettext_lazy("已关联，两件案卷都有记录。"), "link",
        aside=True, idle=own.is_not_read,
    ),
)  # fmt: skip
