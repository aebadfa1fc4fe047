"""The course of a map: sealed, checked, imported, destroyed; one at a time on the same ground; what died begins anew."""

import datetime as dt
import os
import signal
import subprocess
import sys

import pytest
from django.utils import timezone

from linli.core.errors import NotAllowed
from linli.places.actions.map_imports import NewMap, begin_map_import, drop_map_import, end_map_import, open_map_import
from linli.places.errors import map_imports as errors
from linli.places.importing import map_running, map_signs
from linli.places.importing.map_running import begin_step, give_up_dead, run_step
from linli.places.importing.map_signs import Signs, holding, is_held, told_of
from linli.places.importing.map_uploads import (
    FOLDER,
    destroy_map_files,
    forget_map_files,
    has_map_files,
    held_path,
    keep_map_files,
    open_map_files,
    sign_path,
)
from linli.places.models import Building, MapImport, Street
from linli.places.rules import LONGEST_WAIT, LayerName, MapState
from linli.places.testing import COMMUNITIES, STREET, make_town
from linli.places.tests.maps_brought import MAP, geojson, house, street

pytestmark = pytest.mark.django_db
BOTH = (LayerName.STREETS, LayerName.BUILDINGS)
SCOPE = (STREET,)


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    settings.LINLI_DATA = tmp_path
    make_town()
    return tmp_path / FOLDER


def brought(*contents, area=STREET, layers=BOTH, name="图.geojson", **more):
    names = [name, *(f"{number}.geojson" for number in range(1, len(contents)))]
    new = NewMap(area, names, sum(map(len, contents)), layers, "cgcs2000", **more)
    keep_map_files(new.id, ([content] for content in contents))
    return open_map_import(new, scope=SCOPE, by="姜文琴", at=timezone.now())


def begin(one, step=MapState.CHECKING, *, at=None, **more):
    return begin_step(one.pk, step, scope=SCOPE, at=at or timezone.now(), **more)


def fresh(one):
    return MapImport.objects.get(pk=one.pk)


def checked(*contents, **more):
    one = brought(*contents, **more)
    begin(one)
    run_step(one.pk)
    return fresh(one)


def imported(*contents, **more):
    one = checked(*contents, **more)
    begin(one, MapState.RUNNING)
    run_step(one.pk)
    return fresh(one)


def test_files_wait_sealed_and_lie_open_only_while_they_are_read(data):
    one = brought(MAP, b"{}")
    assert sorted(path.name for path in data.iterdir()) == [f"{one.pk}-00.sealed", f"{one.pk}-01.sealed"]
    assert b"FeatureCollection" not in (data / f"{one.pk}-00.sealed").read_bytes()
    with open_map_files(one) as paths:
        assert [path.read_bytes() for path in paths] == [MAP, b"{}"]
        assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    assert len(list(data.iterdir())) == 2


def test_a_check_tells_what_would_come_and_stores_nothing():
    one = checked(MAP)
    assert (one.state, Street.objects.count(), Building.objects.count()) == ("checked", 0, 0)
    assert {layer: count["added"] for layer, count in one.report["layers"].items()} == {"streets": 2, "buildings": 2}
    assert one.report["dry_run"] is True


def test_an_import_stores_the_map_and_destroys_the_files(data, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        one = imported(MAP)
    assert (one.state, Street.objects.count(), Building.objects.count()) == ("done", 2, 2)
    assert one.finished_at is not None
    assert list(data.iterdir()) == []


def test_only_the_area_asked_for_is_taken():
    imported(MAP, area=COMMUNITIES[1])
    assert list(Building.objects.values_list("name", flat=True)) == ["4号楼"]


def test_one_layer_alone_says_what_a_plain_file_is():
    plain = street(1, 0.1, highway="", name="无名路")
    imported(geojson(plain), layers=(LayerName.STREETS,))
    assert Street.objects.get().name == "无名路"


def test_what_is_gone_is_taken_away_only_when_that_was_checked():
    lanes = [street(number, number / 10) for number in range(1, 6)]
    imported(geojson(*lanes))
    one = checked(geojson(*lanes[:2], *lanes[3:]))
    assert (one.report["layers"]["streets"]["gone"], len(one.report["gone"]["streets"])) == (1, 1)
    begin(one, replaces=True)
    run_step(one.pk)
    assert "实际导入时会删去" in fresh(one).report["notes"][0]["text"]
    begin(one, MapState.RUNNING)
    run_step(one.pk)
    assert set(Street.objects.values_list("name", flat=True)) == {"1巷", "2巷", "4巷", "5巷"}


@pytest.mark.parametrize("name", ["坏.geojson", "坏.osm.pbf"])
def test_a_broken_file_says_so_and_is_destroyed(name):
    one = checked(b'{"type": "FeatureColl', name=name)
    assert (one.state, has_map_files(one)) == ("failed", False)
    assert name in one.trouble
    with pytest.raises(errors.MapFilesGone):
        begin(one)


def test_a_fault_of_the_program_stores_nothing_and_can_be_begun_anew(monkeypatch):
    one = checked(MAP)
    begin(one, MapState.RUNNING)
    monkeypatch.setattr(map_running, "end_map_import", lambda *_args, **_more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run_step(one.pk)
    one = fresh(one)
    assert (one.state, has_map_files(one), Street.objects.count()) == ("failed", True, 0)
    assert "ZeroDivisionError" in one.trouble
    monkeypatch.undo()
    begin(one)
    run_step(one.pk)
    assert fresh(one).state == "checked"


@pytest.mark.parametrize("area", [STREET, COMMUNITIES[0]])
def test_on_the_same_ground_there_is_one_at_a_time(area):
    begin(brought(MAP))
    other = brought(MAP, area=area)
    with pytest.raises(errors.MapImportUnderWay) as refusal:
        begin(other)
    assert "姜文琴" in str(refusal.value)
    assert fresh(other).state == "uploaded"


def test_beside_one_another_there_may_be_two():
    begin(brought(MAP, area=COMMUNITIES[0]))
    assert begin(brought(MAP, area=COMMUNITIES[1])).state == "checking"


def test_what_waits_bars_others_only_for_hours():
    waiting, other = brought(MAP), brought(MAP)
    begin(waiting)
    begin(other, at=timezone.now() + LONGEST_WAIT + dt.timedelta(minutes=1))
    assert fresh(waiting).state == "failed"


def killed_at_work(one):
    """Have a process of its own hold an import, and kill it."""
    lines = "import fcntl, sys, time; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); time.sleep(600)"
    worker = subprocess.Popen([sys.executable, "-c", lines, str(held_path(one.pk))], stdout=subprocess.PIPE)
    assert worker.stdout.readline() == b"held\n"
    Signs(one.pk).tell("storing", layer="streets")
    yield worker
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    yield worker


def test_what_died_with_its_process_bars_nobody_and_begins_anew(monkeypatch):
    monkeypatch.setattr(map_signs, "_PAUSE_SECONDS", 0)
    one = checked(MAP)
    begin(one, MapState.RUNNING)
    course = killed_at_work(one)
    next(course)
    give_up_dead(timezone.now())
    run_step(one.pk)  # a second worker yields to the first
    assert (fresh(one).state, is_held(one.pk)) == ("running", True)
    next(course)
    begin(brought(MAP, area=COMMUNITIES[0]))
    assert (fresh(one).state, "中途结束" in fresh(one).trouble) == ("failed", True)
    MapImport.objects.exclude(pk=one.pk).delete()
    begin(one)
    give_up_dead(timezone.now())
    run_step(one.pk)
    assert fresh(one).state == "checked"


def test_an_import_given_up_meanwhile_stores_nothing(monkeypatch):
    one = checked(MAP)
    begin(one, MapState.RUNNING)
    taken = map_running.import_layers

    def given_up(*args, **more):
        MapImport.objects.filter(pk=one.pk).update(state="failed")
        return taken(*args, **more)

    monkeypatch.setattr(map_running, "import_layers", given_up)
    run_step(one.pk)
    assert Street.objects.count() == 0


def test_how_far_it_is_is_told_beside_the_database():
    one = brought(MAP)
    assert told_of(one.pk) == {}
    with holding(one.pk) as signs:
        assert told_of(one.pk) == {"step": "begun"}
        signs.tell("reading", count=5)
        signs.tell("reading", count=6)
        assert told_of(one.pk) == {"step": "reading", "count": 5}
    assert not sign_path(one.pk).exists()


def test_nobody_brings_a_map_for_other_ground_or_touches_one():
    one = brought(MAP)
    new = NewMap("990101002", ["a.json"], 1, BOTH, "cgcs2000")
    with pytest.raises(NotAllowed):
        open_map_import(new, scope=SCOPE, by="姜文琴", at=timezone.now())
    for step in (begin_map_import, lambda pk, _step, **more: drop_map_import(pk, scope=more["scope"])):
        with pytest.raises(errors.MapImportUnknown):
            step(one.pk, MapState.CHECKING, **{"scope": ("990102",), "at": timezone.now()})


def test_the_end_of_what_is_not_under_way_is_refused():
    with pytest.raises(errors.WrongMapState):
        end_map_import(brought(MAP).pk, MapState.RUNNING, {}, at=timezone.now())


def test_files_that_nobody_ended_are_forgotten(data):
    old, new = brought(MAP), brought(geojson(house(9, 0)))
    MapImport.objects.filter(pk=old.pk).update(started_at=timezone.now() - dt.timedelta(days=40))
    assert forget_map_files(timezone.localdate() - dt.timedelta(days=14)) == 1
    assert (has_map_files(old), has_map_files(new)) == (False, True)
    destroy_map_files(new.pk)
    assert list(data.iterdir()) == []


def test_files_that_are_too_large_leave_nothing_behind(data, monkeypatch):
    monkeypatch.setattr("linli.places.importing.map_uploads.MOST_MAP_MB", 0.0001)
    with pytest.raises(errors.MapFilesTooLarge):
        brought(b"a" * 60, b"b" * 60)
    assert list(data.iterdir()) == []
