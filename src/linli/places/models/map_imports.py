"""Maps brought at the desk: what was uploaded, how it is to be taken, how far it is, what came of it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from linli.core.ids import new_id
from linli.places.rules import MapState


class MapImport(models.Model):
    """The files of one map on their way in; they themselves wait sealed on the disk and go when the import is done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    area_code = models.CharField(max_length=12)
    files = models.JSONField(default=list)  # their names
    size = models.PositiveBigIntegerField(default=0)  # bytes of all of them
    told = models.JSONField(default=dict)  # layers, crs, swap, columns: as the person said
    replaces = models.BooleanField(default=False)
    language = models.CharField(max_length=10)  # in which the report speaks: of whoever brought the files
    by_name = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)  # of the check or the import under way
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, default=MapState.UPLOADED.value)
    report = models.JSONField(default=dict)  # of the last check, then of the import
    trouble = models.CharField(max_length=600, blank=True)

    class Meta:
        indexes = (models.Index(fields=["area_code"], name="places_map_import_area"),)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in MapState]), name="places_map_import_state"
            )
        ]

    def __str__(self) -> str:
        return f"{self.area_code} {self.state}"
