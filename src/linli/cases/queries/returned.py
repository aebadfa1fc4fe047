"""Which units gave a case back: they are not proposed again."""

from linli.cases.models import Case


def units_that_returned(case: Case) -> frozenset[str]:
    """List the units that returned the order of a case; no query for one that was never returned."""
    if not case.returns:
        return frozenset()
    return frozenset(case.tasks.filter(state="returned").values_list("unit_code", flat=True))
