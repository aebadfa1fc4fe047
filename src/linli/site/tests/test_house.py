"""The house itself: health, error pages, problems, logs, keys, settings."""

import json
import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.core.checks import Tags, run_checks
from django.test import Client, RequestFactory
from django.urls import get_resolver
from pythonjsonlogger.json import JsonFormatter

import linli
from linli.core import errors
from linli.site import environment, keyring
from linli.site.errors import ErrorPages, problem, status_of
from linli.site.logs import NoPersonal

ROW_NOT_TAKEN = "not taken\nDETAIL:  Failing row contains (7, 李娜, 幸福路 12 号,\n\n13812345678)."


@pytest.mark.django_db
def test_a_healthy_house_says_ok(client: Client):
    assert client.get("/healthz").content == b"ok\n"


def test_browsers_that_ask_for_the_icon_at_the_root_are_shown_it(client: Client):
    answer = client.get("/favicon.ico")
    assert (answer.status_code, answer["Location"]) == (301, "/static/site/favicon.svg")
    assert client.post("/favicon.ico").status_code == 405


def test_the_technical_admin_holds_what_the_rooms_put_there_and_no_groups_of_its_own():
    assert get_resolver().url_patterns  # they bring the admin along
    assert admin.site.is_registered(apps.get_model("places", "Area"))
    assert not admin.site.is_registered(Group)
    assert run_checks(tags=[Tags.admin]) == []


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (errors.Invalid(field="text"), 400),
        (errors.NotAllowed(), 403),
        (errors.NotFound(), 404),
        (errors.Refused(), 409),
        (errors.Stale(), 409),
        (errors.Unavailable(), 503),
    ],
)
def test_every_refusal_has_its_status_and_a_sentence(error: errors.LinliError, status: int):
    answer = problem(error)
    body = json.loads(answer.content)
    assert (status_of(error), answer.status_code, body["status"]) == (status, status, status)
    assert body["code"] == error.code
    assert body["title"]


@pytest.mark.django_db
def test_a_page_that_is_not_there_and_one_that_refuses_look_like_the_house(client: Client):
    answer = client.get("/no-such-page/")
    assert (answer.status_code, "<main" in answer.content.decode()) == (404, True)
    refused = client.get("/track/ABCDEFGHJKLM/")
    assert (refused.status_code, "查询码" in refused.content.decode()) == (404, True)


def test_an_unexpected_error_is_left_to_django():
    pages = ErrorPages(lambda request: None)
    assert pages.process_exception(RequestFactory().get("/"), ValueError()) is None


@pytest.mark.django_db
def test_pages_ask_no_other_host_and_say_so(client: Client):
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "http" not in policy


def test_what_broke_is_logged_without_the_rows_and_phones_in_it():
    record = logging.LogRecord("x", logging.ERROR, "", 1, "broke for %s", ("0571-88888888",), None)
    record.caller = "+8613812345678"
    try:
        raise ValueError(ROW_NOT_TAKEN)
    except ValueError:
        record.exc_info = sys.exc_info()
    NoPersonal().filter(record)
    said = JsonFormatter(json_ensure_ascii=False).format(record)
    assert "ValueError: not taken" in said
    assert not [secret for secret in ("138123", "李娜", "幸福路", "88888888") if secret in said]


@pytest.mark.parametrize("text", ["call 13812345678 now", "id 11010519491231002X", "13812345678"])
def test_no_phone_or_id_number_reaches_a_log_line(text: str):
    record = logging.LogRecord("x", logging.INFO, "", 0, "said %s", (text,), None)
    NoPersonal().filter(record)
    assert "138123" not in record.getMessage()
    assert "110105" not in record.getMessage()


def test_no_tracking_code_reaches_a_log_line():
    record = logging.LogRecord("x", logging.WARNING, "", 0, "Forbidden: %s", ("/track/ABCDEFGHJKLM/rating",), None)
    record.request = "<WSGIRequest: POST '/track/ABCDEFGHJKLM/rating'>"
    NoPersonal().filter(record)
    assert "ABCDEFGHJKLM" not in str(record.__dict__)
    assert record.getMessage() == "Forbidden: /track/…/rating"


def test_a_log_line_without_numbers_stays_as_it_is():
    record = logging.LogRecord("x", logging.INFO, "", 0, "took %s ms", (12,), None)
    assert NoPersonal().filter(record)
    assert record.getMessage() == "took 12 ms"


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path):
    first = keyring.read_or_make(tmp_path / "data")
    assert keyring.read_or_make(tmp_path / "data") == first
    assert (tmp_path / "data" / "keys.json").stat().st_mode & 0o077 == 0


def test_a_setting_may_come_from_a_file(tmp_path, monkeypatch):
    (tmp_path / "secret").write_text("pine\n")
    monkeypatch.setenv("LINLI_SECRET_FILE", str(tmp_path / "secret"))
    assert environment.SECRET.value() == "pine"


def test_a_wrong_setting_stops_the_start_with_a_sentence(monkeypatch):
    monkeypatch.setenv("LINLI_PORT", "eighty")
    with pytest.raises(SystemExit, match="LINLI_PORT"):
        environment.PORT.value()


def test_every_setting_reads_its_own_text(monkeypatch):
    monkeypatch.setenv("LINLI_HTTPS", "yes")
    monkeypatch.setenv("LINLI_HOSTS", "a.example, b.example")
    assert environment.HTTPS.value() is True
    assert environment.HOSTS.value() == ("a.example", "b.example")


def test_the_command_line_refuses_with_one_sentence_and_exit_code_one(tmp_path):
    environment_of = {**os.environ, "LINLI_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "linli.site.settings"}
    environment_of["PYTHONPATH"] = str(Path(linli.__file__).resolve().parents[1])
    environment_of.pop("LINLI_DATABASE_URL", None)

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "linli.site.cli", *arguments]
        return subprocess.run(command, env=environment_of, capture_output=True, text=True, timeout=120)

    # The first command in a new place prepares it.
    missing = run("cases", "show", "260000000000")
    assert (missing.returncode, "Traceback" in missing.stderr) == (1, False)
    assert "没有找到" in missing.stderr
    assert run("cases", "dance").returncode == 2
