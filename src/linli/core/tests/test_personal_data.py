"""Every field about a person is declared; fields for what Linli never holds do not exist."""

import os
from pathlib import Path

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.db import models
from django.test.utils import isolate_apps
from django.utils import translation

from linli.core import checks, personal_data
from linli.core.barred import why_barred
from linli.core.personal_data_page import personal_data_page

PAGE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "personal-data.md"


def test_every_field_of_the_people_is_declared():
    assert checks.check_declarations(None) == []
    assert {"register.Resident", "register.Household", "register.Residency", "cases.Reporter", "staff.Account"} <= set(
        personal_data.personal_fields()
    )


@pytest.mark.django_db  # checking a model asks the database whether it takes JSON
def test_the_check_runs_at_every_start(monkeypatch):
    undeclared = {**personal_data._personal, "register.Resident": {}}
    monkeypatch.setattr(personal_data, "_personal", undeclared)
    found = [error for error in run_checks(tags=["models"]) if error.id == "linli.E001"]
    assert any("register.Resident.born_on" in error.msg for error in found)


def test_a_declared_field_that_does_not_exist_is_found(monkeypatch):
    resident = {**personal_data._personal["register.Resident"], "shoe_size": None}
    monkeypatch.setattr(personal_data, "_personal", {**personal_data._personal, "register.Resident": resident})
    assert [error.id for error in checks.check_declarations(None)] == ["linli.E002"]


def test_a_new_model_of_the_register_must_be_declared():
    with isolate_apps("linli.register"):

        class Pet(models.Model):  # noqa: DJ008 never stored
            name = models.CharField(max_length=9)

            class Meta:
                app_label = "register"

    assert personal_data.must_be_declared(Pet._meta.label)
    assert {error.msg for error in checks._undeclared(Pet._meta.label, Pet)} == {
        "register.Pet.id is not declared.",
        "register.Pet.name is not declared.",
    }


def test_no_model_has_a_field_for_what_linli_never_holds():
    names = [
        (model._meta.label, field.name)
        for config in apps.get_app_configs()
        if config.name.startswith("linli.")
        for model in config.get_models()
        for field in model._meta.get_fields()
    ]
    assert len(names) > 100
    assert [(label, name) for label, name in names if why_barred(name)] == []
    assert checks.check_barred_fields(None) == []


@pytest.mark.parametrize(
    "name",
    ["religion", "ethnicGroup", "political_views", "petition_count", "criminal_record", "sexual_orientation", "face_id",
     "risk_score", "whereabouts", "online_time", "work_points", "宗教信仰", "民族", "政治面貌", "是否上访", "重点人员类别", "打卡次数"],
)  # fmt: skip
def test_a_barred_name_is_known_with_its_reason(name):
    assert why_barred(name)


@pytest.mark.parametrize(
    "name", ["surface_area", "tracking_hash", "trace", "grade", "score", "姓名", "联系电话", "points_cgcs2000"]
)
def test_a_harmless_name_passes(name):
    assert why_barred(name) is None


def test_the_personal_data_page_is_what_the_code_says():
    with translation.override("zh-hans"):
        page = personal_data_page()
    if os.environ.get("LINLI_WRITE_DOCS"):
        PAGE.parent.mkdir(parents=True, exist_ok=True)
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page
