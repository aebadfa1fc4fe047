"""Photos and recordings in parts: resumed where they broke off, refused where they are wrong, swept where nobody comes back."""

import datetime as dt
import os
import stat
import time
import uuid

import pytest
from django.test import Client
from django.utils import timezone

from linli.cases.testing import a_photo, make_places
from linli.fieldsync.actions import staging
from linli.fieldsync.actions.staging import MOST_PART_BYTES, incoming, sweep_incoming
from linli.fieldsync.models import Device
from linli.fieldsync.tests.phone import Phone, a_report, command, sha, with_photo

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 40


@pytest.fixture
def made():
    key = str(uuid.uuid4())
    return command("case.report", f"case:{key}", case=key, text="井盖松动", place="none")


def asked(phone, made, content=CONTENT):
    return phone.call("GET", f"media/{made['id']}/{sha(content)}").json()


def test_a_file_goes_in_parts_and_is_resumed_inside(phone, made):
    assert asked(phone, made) == {"offset": 0}
    assert phone.put(made, CONTENT, end=4_000).json() == {"offset": 4_000}
    assert asked(phone, made) == {"offset": 4_000}
    assert phone.put(made, CONTENT, start=4_000).json() == {"offset": len(CONTENT)}
    assert [one.name for one in incoming().rglob("*") if one.is_file()] == [sha(CONTENT)]


def test_a_part_that_does_not_fit_is_told_where_the_file_ends(phone, made):
    phone.put(made, CONTENT, end=100)
    found = phone.put(made, CONTENT, start=200, end=300)
    assert (found.status_code, found.json()) == (409, {"offset": 100})
    found = phone.put(made, CONTENT, end=100)  # the answer was lost, the part comes again
    assert (found.status_code, found.json()) == (409, {"offset": 100})


def test_a_whole_file_is_not_written_again(phone, made):
    phone.put(made, CONTENT)
    found = phone.put(made, CONTENT)
    assert (found.status_code, found.json()) == (409, {"offset": len(CONTENT)})


def test_a_damaged_file_begins_anew(phone, made):
    damaged = b"x" + CONTENT[1:]
    found = phone.put(made, damaged, sha256=sha(CONTENT))
    assert (found.status_code, found.json()["code"]) == (422, "field.media-damaged")
    assert asked(phone, made) == {"offset": 0}
    assert phone.put(made, CONTENT).json() == {"offset": len(CONTENT)}


def test_two_requests_that_end_a_file_at_once_both_see_it_whole(phone, made, monkeypatch):
    check = staging._check

    def twice(place, total):
        check(place, total)
        check(place, total)  # the other request had written its part, and looks now

    monkeypatch.setattr(staging, "_check", twice)
    assert phone.put(made, CONTENT).json() == {"offset": len(CONTENT)}
    assert asked(phone, made) == {"offset": len(CONTENT)}


def test_a_file_whose_server_died_behind_its_last_byte_is_whole(phone, monkeypatch):
    make_places()
    made = a_report()
    with monkeypatch.context() as dying:
        dying.setattr(staging, "_check", lambda *_place: None)  # killed before the file got its name
        with_photo(phone, made)
    assert phone.one(made)["outcome"] == "applied"


def test_a_damaged_file_whose_server_died_begins_anew(phone, made):
    content = with_photo(phone, made)
    place = staging.place_of(uuid.UUID(phone.id), uuid.UUID(made["id"]), sha(content))
    place.whole.unlink()
    place.part.write_bytes(bytes(len(content)))
    answer = phone.one(made)
    assert (answer["outcome"], answer["missing"][0]["offset"]) == ("needs-media", 0)


def test_a_file_longer_than_it_said_is_damaged(phone, made):
    phone.put(made, CONTENT, end=5_000, total=6_000)
    found = phone.put(made, CONTENT, start=5_000, end=5_500, total=5_600)
    assert found.status_code == 200
    found = phone.put(made, CONTENT, start=5_500, end=5_800, total=5_800)
    assert (found.status_code, found.json()["code"]) == (422, "field.media-damaged")


def test_a_file_larger_than_photos_may_be_is_refused_for_good(phone, made, settings):
    settings.LINLI_PHOTO_MB = 1
    found = phone.put(made, CONTENT, total=1_024 * 1_024 + 1)
    assert (found.status_code, found.json()["code"]) == (413, "field.media-too-large")
    assert not incoming().exists()


def test_a_part_is_no_larger_than_256_kib(phone, made):
    content = b"x" * (MOST_PART_BYTES + 1)
    found = phone.put(made, content)
    assert (found.status_code, found.json()["code"]) == (413, "field.request-too-large")


@pytest.mark.parametrize(
    "given", ["", "bytes 0-9", "bytes 5-3/10", "bytes 0-9/5", "bytes 0-8/10", "items 0-9/10", "bytes -1-9/10"]
)
def test_a_part_says_which_part_it_is(phone, made, given):
    found = phone.call("PUT", f"media/{made['id']}/{sha(CONTENT)}", CONTENT[:10], Content_Range=given)
    assert (found.status_code, found.json()["code"]) == (400, "field.media-range-wrong")


@pytest.mark.parametrize("name", ["..", "x", "A" * 64, "a" * 63, "a" * 64 + ".part", "..%2f..%2fetc"])
def test_no_name_leads_elsewhere(phone, made, name, folders):
    found = phone.call("PUT", f"media/{made['id']}/{name}", b"x", Content_Range="bytes 0-0/1")
    assert found.status_code == 404
    assert not incoming().exists()


def test_a_full_disk_is_said_and_the_file_goes_on_later(phone, made, monkeypatch):
    phone.put(made, CONTENT, end=1_000)

    class Full:
        def __init__(self, file):
            self._file = file

        def __getattr__(self, name):
            return getattr(self._file, name)

        def __enter__(self):
            return self

        def __exit__(self, *_fault):
            self._file.close()

        def write(self, content):
            self._file.write(content[:500])
            raise OSError(28, "no space left on device")

    opened = type(incoming()).open
    with monkeypatch.context() as patch:
        patch.setattr(type(incoming()), "open", lambda path, *a, **k: Full(opened(path, *a, **k)))
        found = phone.put(made, CONTENT, start=1_000)
    assert (found.status_code, found.json()["code"]) == (507, "field.disk-full")
    offset = asked(phone, made)["offset"]
    assert offset == 1_500  # a shorter file, never a wrong one
    assert phone.put(made, CONTENT, start=offset).json() == {"offset": len(CONTENT)}


def test_what_is_no_photo_is_refused_and_set_aside(phone, made):
    phone.put(made, CONTENT)
    made["media"] = [{"sha256": sha(CONTENT), "size": 1, "type": "image/jpeg", "role": "report"}]
    answer = phone.one(made)
    assert (answer["outcome"], answer["problem"]["code"]) == ("refused", "case.file-not-photo")


def test_a_heic_is_refused_with_what_to_do(phone, made):
    content = b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100
    phone.put(made, content)
    made["media"] = [{"sha256": sha(content), "size": 1, "type": "image/heic", "role": "report"}]
    answer = phone.one(made)
    assert (answer["problem"]["code"], "JPEG" in answer["problem"]["title"]) == ("field.media-not-taken", True)


def test_a_role_that_the_command_does_not_know_is_refused(phone, made):
    content = a_photo().getvalue()
    phone.put(made, content)
    made["media"] = [{"sha256": sha(content), "size": 1, "type": "image/jpeg", "role": "check"}]
    assert phone.one(made)["problem"]["code"] == "field.payload-wrong"


def test_of_an_applied_command_nothing_more_is_kept(phone, made):
    phone.one(made)
    assert asked(phone, made) == {"offset": 0, "applied": True}
    assert phone.put(made, CONTENT).json() == {"offset": len(CONTENT), "applied": True}
    assert not incoming().exists()


def test_a_phone_sees_nothing_of_another_s_files(phone, made, cast):
    phone.put(made, CONTENT)
    assert asked(Phone(cast.sun), made) == {"offset": 0}


def test_zhao_sends_no_file(cast, folders, made):
    assert Phone(cast.zhao).put(made, CONTENT).status_code == 401
    assert not incoming().exists()


def of_size(megabytes, letter):
    return letter * (megabytes * 1024 * 1024)


def sent_whole(phone, made, content):
    """Send a file part by part; give the last answer, or the first refusal."""
    for start in range(0, len(content), MOST_PART_BYTES):
        found = phone.put(made, content, start=start, end=min(len(content), start + MOST_PART_BYTES))
        if found.status_code != 200:
            break
    return found


def other_report():
    return a_report(text="另一处井盖松动")


def test_what_a_phone_has_on_its_way_is_bounded_before_the_first_part_too_many(phone, made, settings):
    settings.LINLI_FIELD_STAGED_MB = 2
    assert sent_whole(phone, made, of_size(1, b"a")).status_code == 200
    too_much = of_size(1, b"b") + b"b"
    other = other_report()
    found = phone.put(other, too_much, end=10)
    assert (found.status_code, found.json()["code"], "2 MB" in found.json()["title"]) == (
        413,
        "field.staged-full",
        True,
    )
    assert asked(phone, other, too_much) == {"offset": 0}
    assert sent_whole(phone, other, too_much[:-1]).status_code == 200  # what fits to the byte is taken


def test_a_file_that_is_begun_counts_once(phone, made, settings):
    settings.LINLI_FIELD_STAGED_MB = 1
    content = of_size(1, b"a")
    phone.put(made, content, end=MOST_PART_BYTES)
    assert phone.put(made, content, start=MOST_PART_BYTES, end=2 * MOST_PART_BYTES).status_code == 200


def test_room_is_free_again_once_a_command_is_applied_and_nobody_else_is_held_up(phone, cast, settings):
    settings.LINLI_FIELD_STAGED_MB = 1
    full, other = a_report(), other_report()
    assert sent_whole(phone, full, of_size(1, b"a")).status_code == 200
    assert phone.put(other, b"b").json()["code"] == "field.staged-full"
    assert Phone(cast.lin).put(other_report(), b"b").status_code == 200
    phone.one(full)
    sweep_incoming(timezone.now())
    assert phone.put(other, b"b").status_code == 200


def test_a_file_whose_command_is_applied_meanwhile_counts_no_more(phone, made, settings, monkeypatch):
    settings.LINLI_FIELD_STAGED_MB = 1
    phone.put(made, CONTENT)
    gone = incoming() / phone.id / "gone" / "file"
    monkeypatch.setattr(type(gone), "glob", lambda *_pattern: iter([gone]))
    assert phone.put(other_report(), b"b").status_code == 200


@pytest.fixture
def refused(phone, made):
    """A command that was refused, with a file of one megabyte."""
    content = of_size(1, b"a")
    sent_whole(phone, made, content)
    made["media"] = [{"sha256": sha(content), "size": len(content), "type": "image/jpeg", "role": "report"}]
    assert phone.one(made)["outcome"] == "refused"
    return made


def test_the_files_of_a_refused_command_wait_for_its_mended_version(phone, refused):
    content = of_size(1, b"a")
    assert asked(phone, refused, content) == {"offset": len(content)}
    assert phone.one({**refused, "media": []})["outcome"] == "applied"


def test_the_files_of_a_refused_command_give_way_to_others_as_far_as_they_must(phone, refused, settings):
    settings.LINLI_FIELD_STAGED_MB = 1
    found = phone.put(other_report(), b"b", total=1_024 * 1_024 + 1)
    assert found.status_code == 413
    assert asked(phone, refused, of_size(1, b"a"))["offset"]  # thrown away for nothing, it would be sent again
    assert sent_whole(phone, other_report(), of_size(1, b"b")).status_code == 200
    assert asked(phone, refused, of_size(1, b"a")) == {"offset": 0}
    answer = phone.one(refused)
    assert (answer["outcome"], answer["missing"][0]["offset"]) == ("needs-media", 0)


def test_a_command_whose_files_come_again_does_not_give_way(phone, refused, settings):
    settings.LINLI_FIELD_STAGED_MB = 2
    phone.put(refused, CONTENT, end=100)
    assert phone.put(other_report(), b"b", total=1_024 * 1_024).json()["code"] == "field.staged-full"


def test_the_files_of_a_refused_command_are_swept_after_three_days(phone, refused):
    assert sweep_incoming(timezone.now() + dt.timedelta(days=2)) == 0
    assert sweep_incoming(timezone.now() + dt.timedelta(days=4)) == 1
    assert not any(incoming().iterdir())


def test_a_command_that_is_tried_again_later_keeps_its_files(phone, made, monkeypatch):
    content = with_photo(phone, made)
    monkeypatch.setattr(staging, "REFUSED_KEPT_DAYS", 0)
    with monkeypatch.context() as failing:
        failing.setattr("linli.fieldsync.applying.commands.ready", lambda *_file, **_more: 1 / 0)
        assert phone.one(made)["outcome"] == "later"
    assert sweep_incoming(timezone.now() + dt.timedelta(days=1)) == 0
    assert asked(phone, made, content) == {"offset": len(content)}


def test_the_files_of_a_command_thrown_away_on_the_phone_go_at_once(phone, cast, refused, made):
    other, content = other_report(), of_size(1, b"a")
    phone.put(other, CONTENT, end=100)
    assert Phone(cast.lin).call("DELETE", f"media/{refused['id']}").status_code == 200
    assert asked(phone, refused, content) == {"offset": len(content)}  # another phone's word takes nothing
    for _twice in range(2):
        assert phone.call("DELETE", f"media/{refused['id']}").status_code == 200
    assert asked(phone, refused, content) == {"offset": 0}
    assert asked(phone, other) == {"offset": 100}
    assert Client().delete(f"/field/api/media/{other['id']}").status_code == 401


def modes(*paths):
    return {stat.S_IMODE(one.stat().st_mode) for one in paths}


def test_nobody_else_opens_the_files_on_their_way_in(phone, made):
    incoming().mkdir(mode=0o755)  # as an earlier version left it
    phone.put(made, CONTENT, end=100)
    phone.put(other_report(), CONTENT)
    all_of_it = [incoming(), *incoming().rglob("*")]
    assert modes(*(one for one in all_of_it if one.is_dir())) == {0o700}
    assert modes(*(one for one in all_of_it if one.is_file())) == {0o600}


def test_files_whose_command_was_applied_are_swept(phone, made):
    phone.put(made, CONTENT)
    phone.one(made)  # it names no file, so a kill right after the commit would have left it like this
    assert sweep_incoming(timezone.now()) == 1
    assert not any(incoming().iterdir())


def test_files_that_nobody_goes_on_sending_are_swept_after_a_fortnight(phone, made):
    phone.put(made, CONTENT, end=100)
    assert sweep_incoming(timezone.now() + dt.timedelta(days=13)) == 0
    assert sweep_incoming(timezone.now() + dt.timedelta(days=15)) == 1


def test_files_of_an_ended_phone_are_swept(phone, made):
    phone.put(made, CONTENT, end=100)
    Device.objects.update(revoked_at=timezone.now())
    assert sweep_incoming(timezone.now()) == 1


def test_what_is_none_of_ours_is_left_alone(phone, made):
    phone.put(made, CONTENT, end=100)
    stranger = incoming() / "README"
    stranger.write_text("kept")
    long_ago = time.time() - 90 * 86_400
    os.utime(stranger, (long_ago, long_ago))
    sweep_incoming(timezone.now())
    assert stranger.read_text() == "kept"


def test_sweeping_a_house_without_files_does_nothing(folders):
    assert sweep_incoming(timezone.now()) == 0
