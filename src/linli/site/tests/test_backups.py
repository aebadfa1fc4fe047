"""Backup and restore: whole, checked, and nothing replaced by a broken file."""

import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.db import connection

from linli.cases.queries.visible import cases_visible_to
from linli.cases.testing import make_case
from linli.site import backups
from linli.site.cli import linli
from linli.staff.rules import SYSTEM
from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(settings, tmp_path: Path) -> Path:
    settings.LINLI_DATA = tmp_path / "house"
    (settings.LINLI_DATA / "attachments" / "ab").mkdir(parents=True)
    (settings.LINLI_DATA / "attachments" / "ab" / "cd.jpg").write_bytes(b"photo")
    (settings.LINLI_DATA / "keys.json").write_text("{}")
    return settings.LINLI_DATA


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a PostgreSQL restore replaces the database under the test")
def test_what_was_lost_after_a_backup_comes_back(house: Path, tmp_path: Path, cast: Cast):
    case = make_case(cast)
    target = tmp_path / "linli.backup"
    assert backups.backup(target).files == 3
    cases_visible_to(SYSTEM).filter(pk=case.pk).delete()
    (house / "attachments" / "ab" / "cd.jpg").unlink()
    backups.restore(target)
    assert cases_visible_to(SYSTEM).filter(pk=case.pk).exists()
    assert (house / "attachments" / "ab" / "cd.jpg").read_bytes() == b"photo"


def test_a_backup_is_for_its_owner_only_and_leaves_no_part(house: Path, tmp_path: Path):
    target = tmp_path / "linli.backup"
    backups.backup(target)
    assert target.stat().st_mode & 0o077 == 0
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize("harm", ["cut", "changed", "text"])
def test_a_broken_backup_replaces_nothing(house: Path, tmp_path: Path, cast: Cast, harm: str):
    target = tmp_path / "linli.backup"
    backups.backup(target)
    if harm == "cut":
        target.write_bytes(target.read_bytes()[:-200])
    elif harm == "text":
        target.write_text("hello")
    else:
        _change_a_photo(target, tmp_path)
    case = make_case(cast)
    ended = CliRunner().invoke(linli, ["restore", str(target)])
    assert isinstance(ended.exception, backups.BackupBroken)
    assert cases_visible_to(SYSTEM).filter(pk=case.pk).exists()


def _change_a_photo(target: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    with tarfile.open(target) as tar:
        tar.extractall(folder, filter="data")
    (folder / "attachments" / "ab" / "cd.jpg").write_bytes(b"other")
    with tarfile.open(target, "w:gz") as tar:
        tar.add(folder, arcname=".")
