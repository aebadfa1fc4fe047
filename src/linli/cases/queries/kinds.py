"""The catalogue as this installation runs it, and the version a running case keeps."""

import datetime as dt
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from linli.cases import errors
from linli.cases.catalogue import SHIPPED, Catalogue, KindDeclaration, load_directory
from linli.cases.catalogue.shapes import Group
from linli.cases.catalogue.workflows import WorkflowDeclaration
from linli.cases.models import Case, CaseKind, WorkflowVersion
from linli.cases.rules import Lane, Step, Workflow


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The shipped catalogue with the city's own directory over it, read once per process."""
    own = settings.LINLI_CATALOGUE
    return load_directory(SHIPPED, overlay=Path(own) if own else None)


def kind_named(code: str) -> KindDeclaration:
    """Find a kind in force, or say that there is none of that code."""
    try:
        return catalogue().kinds[code]
    except KeyError:
        raise errors.KindUnknown(field="kind", kind=code) from None


def kind_of(case: Case) -> KindDeclaration | None:
    """Find the version of the kind that a case began under; None while nobody has chosen one."""
    if not case.kind_code:
        return None
    current = catalogue().kinds.get(case.kind_code)
    if current is not None and current.version == case.kind_version:
        return current
    return _kept(case.kind_code, case.kind_version)


@lru_cache(maxsize=500)
def _kept(code: str, version: str) -> KindDeclaration:
    row = CaseKind.objects.get(code=code, version=version)
    return KindDeclaration.model_validate(row.declaration)


def workflow_of(case: Case) -> Workflow:
    """Find the version of the workflow that a case runs in."""
    return workflow_at(case.lane, case.workflow_version)


def workflow_at(code: str, version: str = "") -> Workflow:
    """Find a workflow, in the version named; one without a version is the one in force."""
    return workflow_declared(code, version).compiled


def workflow_declared(code: str, version: str = "") -> WorkflowDeclaration:
    """Find a workflow as it was declared, with the names of its phases and steps."""
    current = catalogue().workflows.get(code)
    if current is not None and version in {"", current.version}:
        return current
    return _kept_workflow(code, version)


def phase_name(case: Case) -> str:
    """Name the phase a case stands in, in the reader's language, as its workflow calls it."""
    phase = workflow_declared(case.lane, case.workflow_version).phase_named(case.phase)
    return str(phase.name) if phase else case.phase


def step_name(case: Case, name: str) -> str:
    """Name a step in the reader's language, as the workflow of its case calls it."""
    step = workflow_declared(case.lane, case.workflow_version).step_named(name)
    return str(step.name) if step and step.name else name


def workflow_for(lane: str) -> Workflow:
    """Find the workflow in force for a lane, or say that there is none of that code."""
    if lane not in catalogue().workflows:
        raise errors.LaneNotForKind(field="lane")
    return workflow_at(lane)


def step_of(case: Case, name: str) -> Step:
    """Find a step in the workflow a case runs in."""
    return workflow_of(case).step(name)


def first_workflow(kind: KindDeclaration | None) -> Workflow:
    """Find the workflow a new case begins in: the kind's usual one, and dispatch while nobody knows the kind."""
    return workflow_for(usual_lane(kind) if kind else Lane.DISPATCH.value)


def usual_lane(kind: KindDeclaration) -> str:
    """Choose the lane a kind is filed into unless another is asked for: its first that a report does not leap over."""
    onward = [lane for lane in kind.lanes if lane not in {Lane.ON_SPOT, Lane.URGENT}]
    urgent = [lane for lane in kind.lanes if lane == Lane.URGENT]
    return (onward or urgent or list(kind.lanes))[0]


@lru_cache(maxsize=200)
def _kept_workflow(code: str, version: str) -> WorkflowDeclaration:
    row = WorkflowVersion.objects.filter(code=code, version=version).first()
    if row is None:
        raise errors.LaneNotForKind(field="lane")
    return WorkflowDeclaration.model_validate(row.declaration)


def kind_name(code: str) -> str:
    """Name a kind in the reader's language."""
    kind = catalogue().kinds.get(code)
    return str(kind.name) if kind else code


def grouped_kinds() -> list[tuple[str, list[KindDeclaration]]]:
    """List the kinds in force under their major classes, for choosing one."""
    house = catalogue()
    order = list(Group)
    majors = sorted(house.majors.values(), key=lambda major: order.index(major.group))
    return [(str(major.name), found) for major in majors if (found := house.kinds_of(major.code))]


def services_on(day: dt.date) -> list[tuple[str, list[KindDeclaration]]]:
    """List what residents can ask for on a day, under the majors that are declared to stand on the list of services."""
    house = catalogue()
    majors = [major for major in house.majors.values() if major.on_service_list]
    found = [
        (str(major.name), [kind for kind in house.kinds_of(major.code) if kind.is_valid_on(day)]) for major in majors
    ]
    return [(name, kinds) for name, kinds in found if kinds]


def codes_by_label() -> dict[str, str]:
    """Map what people write in a spreadsheet (code, or name in any language) to the kind's code."""
    found: dict[str, str] = {}
    for kind in catalogue().kinds.values():
        for label in (kind.name.en, kind.name.zh_hant, kind.name.zh_hans, kind.code):
            found[label.strip().lower()] = kind.code
    return found
