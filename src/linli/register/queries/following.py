"""Where a household or a resident is today, within a query of another room: so that its rows follow in one statement."""

from django.db.models import CharField, F, OuterRef, Subquery

from linli.register.models import Household, Residency


def area_of_household(household_id: F | OuterRef) -> Subquery:
    """Ask for the area of a household that stands."""
    rows = Household.objects.filter(pk=household_id, until=None)
    return Subquery(rows.values("area_code")[:1], output_field=CharField())


def area_of_resident(resident_id: F | OuterRef) -> Subquery:
    """Ask for the area a resident lives in today, else is registered in."""
    homes = Residency.objects.filter(resident_id=resident_id, until=None).order_by("-lives", "-since")
    return Subquery(homes.values("area_code")[:1], output_field=CharField())
