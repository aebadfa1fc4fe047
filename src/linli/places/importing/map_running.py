"""The course of a map brought at the desk: checked, imported, its files destroyed; each step goes on in the background."""

import datetime as dt
import logging
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.core.errors import LinliError
from linli.core.listing import listed
from linli.places.actions.map_imports import begin_map_import, end_map_import, fail_map_import
from linli.places.coordinates import Crs
from linli.places.errors.map_imports import MapFilesGone, WrongMapState
from linli.places.importing.map_layers import LayerOrder, import_layers
from linli.places.importing.map_report import kept_report
from linli.places.importing.map_signs import Signs, forget_signs, holding, is_held, told_of
from linli.places.importing.map_uploads import destroy_map_files, has_map_files, open_map_files
from linli.places.models import MapImport
from linli.places.queries.map_imports import map_import_within, map_imports_under_way
from linli.places.readers.maps import MapOptions, MapReading, read_maps
from linli.places.rules import UNDER_WAY, LayerName, MapState, has_died

log = logging.getLogger(__name__)

_CUT_OFF = gettext_lazy("后台进程在中途结束了，什么也没有写入。请重新检查后再导入。")


def begin_step(
    import_id: UUID, step: MapState, *, scope: Collection[str], at: dt.datetime, replaces: bool | None = None
) -> MapImport:
    """Begin to check or to import a map whose files are there; what died with its process bars nobody."""
    give_up_dead(at)
    one = map_import_within(scope, import_id)
    if not has_map_files(one):
        raise MapFilesGone
    if one.state not in UNDER_WAY:
        forget_signs(import_id)
    return begin_map_import(import_id, step, scope=scope, at=at, replaces=replaces)


def give_up_dead(at: dt.datetime) -> None:
    """Give up what ended in the middle with its process, so that it can be begun anew."""
    for one in map_imports_under_way():
        if is_dead(one, at):
            with translation.override(one.language):
                fail_map_import(one.pk, why=str(_CUT_OFF))


def is_dead(one: MapImport, at: dt.datetime) -> bool:
    """Say whether what is under way ended with its process."""
    has_sign = bool(told_of(one.pk))  # asked first: who gives a sign holds the file until its end is written
    is_alive = is_held(one.pk)
    return has_died(at, begun_at=one.begun_at, has_sign=has_sign, is_alive=is_alive)


def run_step(import_id: UUID) -> None:
    """Check or import a map that waits for it; what goes wrong is written where the page shows it. May run twice without harm."""
    with holding(import_id) as signs:
        if signs is None:
            return
        one = MapImport.objects.filter(pk=import_id).first()
        if one is None or one.state not in UNDER_WAY:
            return
        with translation.override(one.language):
            _run(one, signs)


def _run(one: MapImport, signs: Signs) -> None:
    try:
        with open_map_files(one) as paths:
            reading = read_maps(paths, _options(one), told=lambda count: signs.tell("reading", count=count))
        _store(one, reading, signs)
    except WrongMapState:  # given up meanwhile: nothing of it was stored
        return
    except LinliError as refusal:
        fail_map_import(one.pk, why=str(refusal))
        destroy_map_files(one.pk)  # what cannot be read is brought anew, mended
    except (KeyboardInterrupt, SystemExit):
        fail_map_import(one.pk, why=str(_CUT_OFF))
        raise
    except Exception as trouble:
        log.exception("import of a map failed", extra={"import": str(one.pk)})
        why = _("处理时出错（%(what)s），什么也没有写入，可以重新检查。")
        fail_map_import(one.pk, why=why % {"what": type(trouble).__name__})
        raise


@transaction.atomic
def _store(one: MapImport, reading: MapReading, signs: Signs) -> None:
    """Store the map and note that it is done, or neither."""
    order, step = _order(one), MapState(one.state)
    report = import_layers(reading, order, told=lambda layer: signs.tell("storing", layer=layer.value))
    end_map_import(one.pk, step, kept_report(reading, report, order), at=timezone.now())
    if step is MapState.RUNNING:
        transaction.on_commit(lambda: destroy_map_files(one.pk))


def _options(one: MapImport) -> MapOptions:
    told: dict[str, Any] = one.told  # Any: JSON, written by the action
    only = LayerName(told["layers"][0]) if len(told["layers"]) == 1 else None
    return MapOptions(only, told["columns"], Crs(told["crs"]), swap=told["swap"])


def _order(one: MapImport) -> LayerOrder:
    layers = frozenset(LayerName(name) for name in one.told["layers"])
    return LayerOrder(
        one.by_name, timezone.now(), layers, one.area_code, listed(one.files), dry_run=one.state == MapState.CHECKING,
        replace=one.replaces, keeps_to_area=True,
    )  # fmt: skip
