"""Under which versions of workflows and kinds open cases run, and which of them another catalogue would leave behind."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from linli.cases.catalogue import Catalogue
from linli.cases.catalogue.comparing import Comparison
from linli.cases.models import Case, WorkflowVersion


@dataclass(frozen=True)
class Running:
    """How many open cases stand in one phase of one version; `is_kept` when that version is stored for them."""

    workflow: str
    version: str
    phase: str
    cases: int
    is_kept: bool


@dataclass(frozen=True)
class Effect:
    """What another catalogue means for open cases; all of them keep the version they run under."""

    by_version: tuple[Running, ...]
    phases_gone: tuple[Running, ...]
    other_limits: dict[str, int]


def effect_on_open_cases(comparison: Comparison, after: Catalogue) -> Effect:
    """Count open cases by version, those in phases that the new version has no longer, and those of kinds with other limits."""
    running = list(_running())
    return Effect(
        by_version=tuple(_summed(running)),
        phases_gone=tuple(one for one in running if one.phase not in _phases(after, one.workflow)),
        other_limits=_cases_of(list(comparison.kinds_with_other_limits())),
    )


def _running() -> Iterator[Running]:
    kept = set(WorkflowVersion.objects.values_list("code", "version"))
    open_cases = Case.objects.filter(is_open=True).values_list("lane", "workflow_version", "phase")
    for lane, version, phase, count in open_cases.annotate(count=Count("pk")).order_by(
        "lane", "workflow_version", "phase"
    ):
        yield Running(lane, version, phase, count, (lane, version) in kept)


def _summed(running: list[Running]) -> Iterator[Running]:
    """Put the phases of one version together."""
    for key in dict.fromkeys((one.workflow, one.version) for one in running):
        same = [one for one in running if (one.workflow, one.version) == key]
        yield Running(*key, "", sum(one.cases for one in same), same[0].is_kept)


def _phases(after: Catalogue, code: str) -> set[str]:
    workflow = after.workflows.get(code)
    return {phase.code for phase in workflow.phase} if workflow else set()


def _cases_of(kinds: list[str]) -> dict[str, int]:
    found = Case.objects.filter(is_open=True, kind_code__in=kinds).values_list("kind_code").annotate(count=Count("pk"))
    return dict(found.order_by("kind_code"))
