"""No model, form, declared file, API schema or vocabulary of columns has a place for what the safeguards bar."""

import importlib
import json
import pkgutil
import tomllib
from pathlib import Path

import pytest
from django import forms
from django.apps import apps
from django.test import Client

import linli
from linli.cases.importing.mapping import FIELDS as CASE_FIELDS
from linli.core.barred import why_barred
from linli.core.declared_faults import barred_words
from linli.register.api.schemas import check_keys
from linli.register.errors import BarredField
from linli.register.importing.columns import FIELD_NAMES, HEADS

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src/linli"
# Addresses and codes of the trade that share a word with what is barred, each with why it is harmless.
HARMLESS = {
    "tracking_code": "a resident follows their own report",
}


def modules(ending):
    """Import every module of the house whose name says that it holds forms, pages or schemas."""
    for found in pkgutil.walk_packages(linli.__path__, "linli."):
        parts = found.name.split(".")
        if ending(parts) and "tests" not in parts and "migrations" not in parts:
            yield importlib.import_module(found.name)


def all_forms():
    list(modules(lambda parts: "web" in parts or parts[-1] in {"admin", "back_office"}))
    waiting, found = [forms.BaseForm], set()
    while waiting:
        for form in waiting.pop().__subclasses__():
            waiting.append(form)
            if form.__module__.startswith("linli."):
                found.add(form)
    return found


def keys_of(schema):
    """Every property name anywhere in an OpenAPI document."""
    if isinstance(schema, dict):
        for name, part in schema.items():
            if name == "properties" and isinstance(part, dict):
                yield from part
            if name == "parameters" and isinstance(part, list):
                yield from (one["name"] for one in part if "name" in one)
            yield from keys_of(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from keys_of(part)


def barred(names):
    return {name: reason for name in names if name not in HARMLESS and (reason := why_barred(name))}


def test_no_model_has_a_barred_field():
    fields = {
        f"{model._meta.label}.{field.name}": field.name
        for config in apps.get_app_configs()
        if config.name.startswith("linli.")
        for model in config.get_models()
        for field in model._meta.get_fields()
    }
    assert len(fields) > 400
    assert {label: name for label, name in fields.items() if why_barred(name)} == {}


def test_no_form_has_a_barred_field():
    found = all_forms()
    assert len(found) > 40
    fields = {f"{form.__module__}.{form.__qualname__}.{name}": name for form in found for name in form.base_fields}
    labels = {
        where: str(form.base_fields[where.rsplit(".", 1)[1]].label or "")
        for form in found
        for where in fields
        if where.startswith(f"{form.__module__}.{form.__qualname__}.")
    }
    assert {where: name for where, name in fields.items() if barred([name])} == {}
    assert {where: label for where, label in labels.items() if barred([label])} == {}


@pytest.mark.parametrize("path", sorted((PACKAGE / "catalogue").rglob("*.toml")), ids=lambda path: path.stem)
def test_no_declared_file_speaks_of_what_is_barred(path):
    assert list(barred_words(tomllib.loads(path.read_text(encoding="utf-8")))) == []


def test_no_schema_of_the_api_has_a_barred_field():
    document = json.loads((ROOT / "docs/reference/openapi.json").read_text(encoding="utf-8"))
    names = set(keys_of(document))
    assert len(names) > 100
    assert "relation" in names
    assert barred(names) == {}


def test_what_the_site_serves_as_its_schema_is_what_was_walked():
    served = Client().get("/api/v1/openapi.json").json()
    assert barred(keys_of(served)) == {}


def test_no_vocabulary_of_columns_has_a_barred_word():
    words = {
        *HEADS,
        *FIELD_NAMES,
        *map(str, FIELD_NAMES.values()),
        *(name for names in CASE_FIELDS.values() for name in names),
    }
    for module in modules(lambda parts: parts[-1] == "columns"):
        for value in vars(module).values():
            if isinstance(value, dict):
                words |= {word for word in value if isinstance(word, str)}
                words |= {
                    word
                    for names in value.values()
                    if isinstance(names, tuple)
                    for word in names
                    if isinstance(word, str)
                }
    assert len(words) > 150
    assert barred(words) == {}


def test_a_schema_that_would_bring_one_is_noticed():
    planted = {"paths": {"/x": {"post": {"requestBody": {"schema": {"properties": {"religion": {"type": "string"}}}}}}}}
    assert barred(keys_of(planted)) == {"religion": why_barred("religion")}


@pytest.mark.parametrize("place", [{"民族": "汉"}, {"members": [{"riskLevel": 3}]}, {"dwelling": {"faith": ""}}])
def test_a_request_that_brings_one_is_refused_wherever_it_stands(place):
    with pytest.raises(BarredField):
        check_keys(place)
