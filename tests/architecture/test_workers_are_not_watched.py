"""No model, API schema, command of a phone or part of what it holds has a place for watching workers.

国办函〔2026〕12号 forbids clock-in, points, ranking, online time and tracks; the law pack names these tests as its proof.
"""

import dataclasses
import datetime as dt
import json
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse

from linli.cases.catalogue import SHIPPED, load_directory
from linli.cases.rules import Evidence, missing_evidence
from linli.core.barred import why_barred
from linli.core.errors import LinliError
from linli.fieldsync.applying.reading import MediaIn
from linli.fieldsync.applying.table import KINDS
from linli.fieldsync.exports.law_texts import FUNCTIONS, HELD_FOR, NOT_DONE
from linli.fieldsync.rules.holdings import FIELDS, HOLDINGS
from linli.forms.rules import Admission, Target, check_admission

ROOT = Path(__file__).resolve().parents[2]
WORDS = (
    "clock_?in clock_?out punch check_?in attendance online mileage odometer kilomet(?:er|re)s? steps_walked step_count "
    "tracks? tracked tracking trajector(?:y|ies) route_walked whereabouts breadcrumbs? heartbeats? last_seen_at seen_at "
    "points bonus rank ranking rankings leader_?board likes study_time install_rate login_count time_spent work_minutes "
    "work_hours duty_minutes on_duty_since"
)
WATCHING = re.compile(rf"(?:^|_)(?:{'|'.join(WORDS.split())})(?:_|$)")
CHINESE = re.compile("打卡|签到|在线|里程|轨迹|步数|积分|排名|排行|点赞|学习时长|安装率")
# Names that share a word with what is meant, each with why it is harmless.
HARMLESS = {
    "tracking_hash": "a resident follows their own report",
    "tracking_code": "a resident follows their own report",
    "points": "corners of an area, places on a map",
    "is_tracked": "a report somebody follows by its code",
}
POSITION = re.compile(r"^(?:lon|lat|lng|longitude|latitude|accuracy_m|position|point)(?:_|$)")


def plain(name):
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).replace("-", "_").replace(".", "_").lower()


def watching(names):
    found = {name for name in names if WATCHING.search(plain(name)) or CHINESE.search(name) or why_barred(name)}
    return sorted(found - HARMLESS.keys())


def properties(schema):
    """Every property name anywhere in a JSON schema or OpenAPI document."""
    if isinstance(schema, dict):
        named = schema.get("properties")
        if isinstance(named, dict):
            yield from named
        for part in schema.values():
            yield from properties(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from properties(part)


def payloads():
    found = {name: set(properties(kind.payload.model_json_schema())) for name, kind in KINDS.items()}
    return found | {"media": set(properties(MediaIn.model_json_schema()))}


def test_the_words_are_noticed():
    names = ("clockIn", "online_minutes", "worker_points", "gps_track", "last_seen_at", "签到次数", "rank")
    assert watching(names) == sorted(names)
    assert watching(("area_code", "reported_at", "relation", "due_on", "tracking_code")) == []


def test_no_table_has_a_place_for_watching_workers():
    fields = {
        f"{model._meta.label}.{field.name}": field.name
        for config in apps.get_app_configs()
        if config.name.startswith("linli.")
        for model in config.get_models()
        for field in model._meta.get_fields()
    }
    assert len(fields) > 400
    found = {label: name for label, name in fields.items() if watching([name])}
    assert found.keys() == {"mediation.Mediator.rank"}  # chief, full-time, part-time or volunteer


def test_no_answer_of_a_program_has_a_place_for_watching_workers():
    document = json.loads((ROOT / "docs/reference/openapi.json").read_text(encoding="utf-8"))
    names = set(properties(document))
    assert len(names) > 100
    assert watching(names) == []


def test_no_command_has_a_place_for_watching_workers():
    found = payloads()
    assert len(found) > 15
    assert {name: watching(fields) for name, fields in found.items() if watching(fields)} == {}


def test_nothing_a_phone_holds_watches_workers():
    assert {part: watching(fields) for part, fields in FIELDS.items() if watching(fields)} == {}


def test_only_what_is_reported_has_a_place():
    """A place goes with a report, with a matter found on a visit, and with a photo that is evidence: with nothing else."""
    placed = {name for name, fields in payloads().items() if any(POSITION.match(field) for field in fields)}
    assert placed == {"case.report", "visit.made", "media"}
    visit = KINDS["visit.made"].payload.model_json_schema()
    assert not any(POSITION.match(name) for name in visit["properties"])
    rows = {part for part, fields in FIELDS.items() if any(POSITION.match(field) for field in fields)}
    assert rows == {"cases", "buildings"}


def test_the_field_app_s_tables_keep_no_working_hours():
    """Only moments of an office act stay: registered, signed out, ended, until when. Use and changes leave a day, or nothing."""
    moments = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("fieldsync").get_models()
        for field in model._meta.concrete_fields
        if field.get_internal_type() == "DateTimeField"
    }
    assert moments <= {"Device.lease_until", "Device.registered_at", "Device.signed_out_at", "Device.revoked_at"}


def test_photos_are_asked_for_only_where_the_kind_needs_them():
    kinds = load_directory(SHIPPED).kinds.values()
    free = [kind for kind in kinds if kind.evidence is Evidence.NONE]
    assert free
    assert all(not missing_evidence(kind.evidence, []) for kind in free)
    assert all(set(missing_evidence(kind.evidence, [])) <= {"before", "after"} for kind in kinds)


@pytest.mark.parametrize(
    ("field", "nothing"), [("owner_unit", ""), ("purpose_code", ""), ("list_reference", ""), ("expires_on", None)]
)
def test_no_form_is_admitted_without_an_owner_a_purpose_and_an_end(field, nothing):
    today = dt.date(2026, 11, 22)
    whole = Admission("office", "verify", "清单 1", today + dt.timedelta(days=30), "990101", Target.HOUSEHOLD)
    check_admission(whole, today=today)
    with pytest.raises(LinliError):
        check_admission(dataclasses.replace(whole, **{field: nothing}), today=today)


def test_the_work_on_a_phone_can_be_done_at_a_desk():
    """All but what happens face to face: asking for help on the spot, a resident's receipt, a form at the door."""
    pages = {name: page for name, (_said, page) in FUNCTIONS.items()}
    assert {name for name, page in pages.items() if not page} == {"case.help", "case.receipt", "form.submit"}
    assert all(reverse(page).startswith("/desk/") for page in pages.values() if page)


def test_the_law_pack_lists_every_command_and_every_part():
    assert set(FUNCTIONS) == set(KINDS)
    assert set(HELD_FOR) == {one.part for one in HOLDINGS}


@pytest.mark.parametrize("named", sorted({test for one in NOT_DONE for test in one.tests}))
def test_every_promise_names_a_test_that_exists(named):
    file, _colons, name = named.partition("::")
    assert re.search(rf"^(?:async )?def {re.escape(name)}\(", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE)


def test_every_promise_is_held_by_a_test():
    assert all(one.tests for one in NOT_DONE)
