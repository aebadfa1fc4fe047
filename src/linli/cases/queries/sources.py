"""What has come in from another system before."""

from collections.abc import Iterable

from linli.cases.models import Case


def keys_already_in(source: str, keys: Iterable[str]) -> set[str]:
    """Find which of a source's keys are cases already."""
    found = Case.objects.filter(source=source, source_key__in=list(keys))
    return set(found.values_list("source_key", flat=True))
