"""What the database will never hold is refused for good: a phone that tries again for ever is mended by nobody."""

import uuid

import pytest
from django.db import DataError

from linli.cases import actions as cases
from linli.fieldsync.models import FieldCommand
from linli.fieldsync.tests.phone import command

pytestmark = pytest.mark.django_db


def a_report():
    return command("case.report", case=str(uuid.uuid4()), text="三单元门口路灯不亮", place="none")


def test_what_cannot_be_stored_is_refused_and_holds_up_nothing(phone, monkeypatch):
    """PostgreSQL takes no NUL in a text and no text longer than its column."""
    stored = cases.report_case

    def take(new, **more):
        if "\x00" in new.text:
            raise DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes")
        return stored(new, **more)

    monkeypatch.setattr(cases, "report_case", take)
    broken, sound = a_report(), a_report()
    broken["payload"]["text"] = "三单元门口\x00路灯不亮"
    answers = phone.send(broken, sound)
    assert (answers[broken["id"]]["outcome"], answers[sound["id"]]["outcome"]) == ("refused", "applied")
    assert answers[broken["id"]]["problem"]["code"] == "field.payload-wrong"
    assert FieldCommand.objects.count() == 1
