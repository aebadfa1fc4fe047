"""What has come in from another system before."""

from collections.abc import Iterable

from django.db.models import QuerySet

from linli.cases.models import Case


def keys_already_in(source: str, keys: Iterable[str]) -> set[str]:
    """Find which of a source's keys are cases already."""
    found = _under_keys().filter(source=source, source_key__in=list(keys))
    return set(found.values_list("source_key", flat=True))


def case_already_in(source: str, key: str) -> Case | None:
    """Find the case that a source has sent under this key; without a key nothing is known."""
    return _under_keys().filter(source=source, source_key=key).first() if key else None


def _under_keys() -> QuerySet[Case]:
    """Say that keys are not empty: only then does SQLite take their index, which leaves the empty ones out."""
    return Case.objects.exclude(source_key="")
