"""Dossiers go after the years they are kept for, with their files; what a count needs stays."""

import datetime as dt

import pytest

from linli.core.retention import forget_expired
from linli.mediation.actions.attaching import path_of, store
from linli.mediation.actions.forgetting import RULES
from linli.mediation.models import Document, Mediation, MediationRecord, Party
from linli.mediation.rules import Phase
from linli.mediation.testing import make_mediation

pytestmark = pytest.mark.django_db
ON = dt.date(2040, 1, 1)


@pytest.fixture(autouse=True)
def _own_directory(tmp_path, settings):
    settings.LINLI_MEDIA = tmp_path


def _archived(cast, days, *, years=10):
    mediation = make_mediation(cast, phase=Phase.CHOSEN)
    at = dt.datetime.combine(ON - dt.timedelta(days=days), dt.time(9), tzinfo=dt.UTC)
    Mediation.objects.filter(pk=mediation.pk).update(
        phase=Phase.CLOSED.value, is_running=False, ended_at=at, archived_at=at, kept_years=years
    )
    return mediation


def _paper(mediation, sha256="ab" + "0" * 62):
    store(sha256, b"%PDF-1.4")
    Document.objects.create(
        mediation=mediation, paper="evidence", title="x", sha256=sha256, media_type="application/pdf", size_bytes=8,
        added_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), added_by="x",
    )  # fmt: skip
    return path_of(sha256)


def test_a_dossier_goes_after_ten_years_and_leaves_what_a_count_needs(cast):
    mediation = _archived(cast, 3_651)
    forget_expired(RULES, on=ON)
    assert not Party.objects.filter(mediation=mediation).exists()
    assert not MediationRecord.objects.filter(mediation=mediation).exists()
    mediation.refresh_from_db()
    assert (mediation.content_sealed, mediation.phase) == ("", Phase.CLOSED)


@pytest.mark.parametrize(("days", "years"), [(3_649, 10), (3_651, 30)], ids=["a day early", "kept for thirty years"])
def test_a_dossier_whose_years_are_not_over_stays(cast, days, years):
    mediation = _archived(cast, days, years=years)
    assert forget_expired(RULES, on=ON) == []
    assert Party.objects.filter(mediation=mediation).exists()


def test_a_dossier_kept_for_thirty_years_goes_then(cast):
    mediation = _archived(cast, 3_650 + 20 * 365 + 1, years=30)
    forget_expired(RULES, on=ON)
    assert not Party.objects.filter(mediation=mediation).exists()


def test_its_files_go_along_and_one_that_another_dossier_holds_stays(cast):
    gone, stays = _archived(cast, 4_000), _archived(cast, 100)
    alone, shared = _paper(gone), _paper(gone, "cd" + "0" * 62)
    _paper(stays, "cd" + "0" * 62)
    forget_expired(RULES, on=ON)
    assert (alone.exists(), shared.exists()) == (False, True)


def test_one_that_still_runs_is_never_touched(cast):
    mediation = make_mediation(cast, phase=Phase.CHOSEN)
    forget_expired(RULES, on=dt.date(2099, 1, 1))
    assert Party.objects.filter(mediation=mediation).exists()
