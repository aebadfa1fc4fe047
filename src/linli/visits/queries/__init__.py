"""What may be read in this room."""

from linli.visits.queries.field import FieldVisit, LastVisit, agreed_last, agreed_marks, field_visits
from linli.visits.queries.naming import PurposeName, visit_purposes

__all__ = ["FieldVisit", "LastVisit", "PurposeName", "agreed_last", "agreed_marks", "field_visits", "visit_purposes"]
