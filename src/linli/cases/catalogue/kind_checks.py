"""What can be wrong between a kind and the workflows it runs in, and between its own limits."""

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from linli.cases.catalogue.declarations import KindDeclaration
from linli.cases.catalogue.shapes import Stage
from linli.cases.catalogue.workflow_parts import Entries
from linli.cases.catalogue.workflows import WorkflowDeclaration
from linli.core.calendar import Limit, TimeUnit
from linli.core.toml_files import Problem

# Limits in different units are compared roughly, as working hours of a day of seven and a half: exact ones need a date.
_WORKING_HOURS: Mapping[TimeUnit, float] = {
    TimeUnit.HOURS: 1 / 3,
    TimeUnit.WORKING_HOURS: 1,
    TimeUnit.WORKING_DAYS: 7.5,
}


def kind_problems(entries: Entries, workflows: Entries) -> Iterator[Problem]:
    """Find kinds whose resident waits for less than the handling takes, and open kinds in a confidential workflow."""
    confidential = {code for code, (one, _file, _place) in workflows.items() if _is_confidential(one)}
    for kind, file, place in entries.values():
        if not isinstance(kind, KindDeclaration):
            continue
        for lane in kind.lanes:
            if lane in confidential and not kind.confidential:
                what = _("走“%(lane)s”流程的类别须保密：请写 confidential = true。")
                yield file.problem((*place, "lanes"), what % {"lane": lane})
        if said := _shorter(kind):
            yield file.problem((*place, "limits"), said)


def _is_confidential(declared: object) -> bool:
    return isinstance(declared, WorkflowDeclaration) and declared.confidential


def _shorter(kind: KindDeclaration) -> str:
    """Say where the resident's limit is shorter than the unit's, in a grade and under a condition."""
    for grade in "ABC":
        for condition in ("", *(one.when for one in kind.conditions)):
            resident = kind.limit(Stage.RESIDENT, grade=grade, condition=condition)
            handling = kind.limit(Stage.HANDLING, grade=grade, condition=condition)
            if _rough(resident) < _rough(handling):
                what = _("对居民的时限（%(resident)s）比处理时限（%(handling)s）还短。")
                return what % {"resident": resident, "handling": handling}
    return ""


def _rough(limit: Limit) -> float:
    return limit.amount * _WORKING_HOURS[limit.unit]
