"""Making the table of a month that goes public: once, so that tables of different days cannot be held against each other."""

import datetime as dt

from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone

from linli.core.ids import new_id
from linli.places import queries as places
from linli.places.rules import Level
from linli.register.models import PublishedTable
from linli.register.queries.counting import count_homes, count_people_by_age
from linli.register.queries.drafting import COMMUNITY_DIGITS
from linli.register.rules.ages import school_day_before
from linli.register.rules.published_grids import GRID_DIGITS, published_grids
from linli.register.rules.published_table import HOUSEHOLDS, published_table


def publish_month(at: dt.datetime) -> PublishedTable:
    """Give the table of a month, made now where nobody has asked for it yet; what is hidden in it is stored nowhere."""
    month = timezone.localdate(at).replace(day=1)
    found = PublishedTable.objects.filter(month=month).first()
    return found or _made(month, at)


def _made(month: dt.date, at: dt.datetime) -> PublishedTable:
    ages_on = school_day_before(month)
    people = count_people_by_age("", on=ages_on, digits=COMMUNITY_DIGITS)
    homes = count_homes("", digits=COMMUNITY_DIGITS)
    parents = {code: area.parent_code for code, area in places.area_tree().by_code.items()}
    table = published_table(people, homes, parents=parents)
    cells: dict[str, dict[str, int | None]] = {}
    for (area_code, column), count in sorted(table.items()):
        cells.setdefault(area_code, {})[column] = count
    grids = [area.code for area in places.places_under("", level=Level.GRID)]
    of_grids = published_grids(count_homes("", digits=GRID_DIGITS), table, grids=grids)
    cells |= {code: {HOUSEHOLDS: count} for code, count in of_grids.items()}
    try:
        with transaction.atomic():
            return PublishedTable.objects.create(id=new_id(), month=month, ages_on=ages_on, at=at, cells=cells)
    except IntegrityError:  # somebody else was faster: theirs stands
        return PublishedTable.objects.get(month=month)
