"""Load the declared catalogue: keep each version of a kind and a workflow, so that a running case finds its own."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import models, transaction

from linli.cases.catalogue import Catalogue, KindDeclaration, WorkflowDeclaration
from linli.cases.models import CaseKind, WorkflowVersion

Declared = KindDeclaration | WorkflowDeclaration


@dataclass(frozen=True)
class Loaded:
    """How many versions were not known before."""

    new_kinds: int
    new_workflows: int


@transaction.atomic
def load_catalogue(catalogue: Catalogue, *, at: dt.datetime) -> Loaded:
    """Store every kind's and workflow's present version; say how many are new."""
    return Loaded(
        new_kinds=_keep(catalogue.kinds.values(), CaseKind, lambda kind: _kind_row(kind, at)),
        new_workflows=_keep(
            catalogue.workflows.values(), WorkflowVersion, lambda workflow: _workflow_row(workflow, at)
        ),
    )


def _kind_row(kind: KindDeclaration, at: dt.datetime) -> CaseKind:
    return CaseKind(
        code=kind.code, version=kind.version, group=kind.group.value, declaration=kind.declared(), loaded_at=at
    )


def _workflow_row(workflow: WorkflowDeclaration, at: dt.datetime) -> WorkflowVersion:
    return WorkflowVersion(code=workflow.code, version=workflow.version, declaration=workflow.declared(), loaded_at=at)


def _keep[D: Declared, R: models.Model](declared: Iterable[D], rows: type[R], row_of: Callable[[D], R]) -> int:
    """Add the versions that are new, and mark those in force."""
    current = {(one.code, one.version): one for one in declared}
    known = set(rows._default_manager.values_list("code", "version"))
    new = [row_of(one) for key, one in current.items() if key not in known]
    rows._default_manager.bulk_create(new)
    for pk, code, version, is_current in rows._default_manager.values_list("pk", "code", "version", "is_current"):
        if is_current != ((code, version) in current):
            rows._default_manager.filter(pk=pk).update(is_current=not is_current)
    return len(new)
