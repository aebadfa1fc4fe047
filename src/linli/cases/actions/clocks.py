"""Due times of a case: the stage's, the unit's, the closing and the resident's clock."""

import datetime as dt

from linli.cases.catalogue import KindDeclaration
from linli.cases.catalogue.shapes import Stage
from linli.cases.queries.kinds import catalogue
from linli.places import queries as places


def due_of(kind: KindDeclaration | None, stage: Stage, *, start: dt.datetime, area_code: str) -> dt.datetime | None:
    """Work out when a stage's limit runs out in this place; a case without a kind has no limit yet."""
    if kind is None:
        return None
    return catalogue().calendar.due(start, kind.limit(stage, grade=grade_of(area_code)))


def grade_of(area_code: str) -> str:
    """Read the management grade (A, B, C) of a grid; '' when it has none."""
    area = places.area_tree().by_code.get(area_code)
    return area.grade if area else ""
