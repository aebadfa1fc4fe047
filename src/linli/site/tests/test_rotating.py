"""Sealing keys are rotated under a running house: everything is sealed anew, nothing is lost, the old key goes last."""

import base64
import json

import pytest
from click.testing import CliRunner
from cryptography.fernet import Fernet
from django.apps import apps
from django.conf import settings as given
from django.contrib.sessions.models import Session

from linli.core import resealing, sealing_keys
from linli.core.ids import new_id
from linli.core.models import AuditEntry
from linli.core.sealed_uploads import opened
from linli.core.secrets import _derive, is_sealed_anew, keyed_hash, seal, unseal
from linli.places.importing import map_uploads as map_files
from linli.register.importing import uploads
from linli.register.testing import make_resident
from linli.site import keyring, rotating
from linli.site.cli import linli
from linli.staff.web.sessions import SessionStore

pytestmark = pytest.mark.django_db
Resident = apps.get_model("register.Resident")  # looked up by name: the rows of a room are its own
PHONE = "19900000123"


@pytest.fixture(autouse=True)
def _own_keys(tmp_path, settings):
    """A house with keys of its own in a directory of its own."""
    kept = keyring.read_or_make(tmp_path)
    settings.LINLI_DATA = tmp_path
    settings.LINLI_MEDIA = tmp_path / "attachments"  # what other tests left is not ours
    settings.LINLI_KEYS = tuple(kept["keys"])
    settings.LINLI_KEY_FILE = tmp_path / keyring.FILE
    settings.LINLI_KEY_STAMP = (tmp_path / keyring.FILE).stat().st_mtime_ns
    sealing_keys._looked.stamp = 0
    sealing_keys._looked.at = -10
    yield
    sealing_keys._looked.stamp = 0


def _rotate(**more):
    return rotating.rotate(tell=lambda place, count: None, settle_seconds=0, **more)


def _people(many=3):
    return [make_resident(phone=PHONE[:-1] + str(number)) for number in range(many)]


def test_everything_is_sealed_anew_and_opens_as_before(cast):
    people = _people()
    done = _rotate()
    anew = Resident.objects.get(pk=people[0].pk)
    assert is_sealed_anew(anew.phone_sealed)
    assert unseal(anew.phone_sealed) == PHONE[:-1] + "0"
    assert (done.is_new, done.places["register.Resident.phone_sealed"].done) == (True, 3)


def test_a_search_by_keyed_hash_finds_the_same_after_it(cast):
    _people(1)
    _rotate()
    assert Resident.objects.filter(phone_hash=keyed_hash(PHONE[:-1] + "0")).exists()


def test_values_of_the_first_version_are_sealed_anew_too(cast):
    person = make_resident()
    old = Fernet(_derive(given.LINLI_KEYS[0], b"seal")).encrypt(PHONE.encode()).decode()
    Resident.objects.filter(pk=person.pk).update(phone_sealed=old)
    _rotate()
    person.refresh_from_db()
    assert person.phone_sealed.startswith("2.")
    assert unseal(person.phone_sealed) == PHONE


def test_a_rotation_that_was_broken_off_goes_on_with_the_same_key(cast, monkeypatch):
    _people(5)
    monkeypatch.setattr(resealing, "BATCH", 2)
    places = rotating._all

    def broken_off():
        for number, one in enumerate(places()):
            yield one
            if number == 0:
                raise KeyboardInterrupt

    monkeypatch.setattr(rotating, "_all", broken_off)
    with pytest.raises(KeyboardInterrupt):
        _rotate()
    assert sum(rotating.left().values()) > 0
    monkeypatch.setattr(rotating, "_all", places)
    done = _rotate()
    assert (done.is_new, rotating.left()) == (False, {})
    assert len(keyring.read(given.LINLI_KEY_FILE)["keys"]) == 2


def test_the_old_key_goes_only_when_nothing_is_left_under_it(cast):
    old = seal(PHONE)
    person = make_resident()
    _rotate()
    Resident.objects.filter(pk=person.pk).update(phone_sealed=old)
    with pytest.raises(rotating.StillUnderOldKeys):
        rotating.retire()
    _rotate()
    assert rotating.retire() == 1
    assert len(keyring.read(given.LINLI_KEY_FILE)["keys"]) == 1
    person.refresh_from_db()
    assert unseal(person.phone_sealed) == PHONE


def test_a_running_process_reads_and_seals_with_a_key_made_by_another(cast):
    keyring.add_key(given.LINLI_DATA)
    sealing_keys._looked.at = -10  # a second has passed
    assert seal(PHONE).startswith(f"2.{rotating.mark_of(keyring.read(given.LINLI_KEY_FILE)['keys'][0])}.")


def test_a_value_under_a_key_unknown_until_now_is_opened_at_once(cast):
    before = sealing_keys.sealing_keys()
    keyring.add_key(given.LINLI_DATA)
    given.LINLI_KEYS, kept = tuple(keyring.read(given.LINLI_KEY_FILE)["keys"]), given.LINLI_KEYS
    stamp, given.LINLI_KEY_STAMP = given.LINLI_KEY_STAMP, given.LINLI_KEY_FILE.stat().st_mtime_ns
    sealed = seal(PHONE)
    given.LINLI_KEYS, given.LINLI_KEY_STAMP = kept, stamp
    assert sealing_keys.sealing_keys() == before
    assert unseal(sealed) == PHONE


def test_sessions_and_second_steps_of_sign_in_go_along(cast):
    store = SessionStore()
    store["case_receipts"] = {"a": seal("回执")}
    store.save()
    authenticator = apps.get_model("mfa.Authenticator").objects.create(
        user=cast.lin.account, type="totp", data={"secret": seal("ABC")}
    )
    _rotate()
    rotating.retire()
    authenticator.refresh_from_db()
    assert unseal(authenticator.data["secret"]) == "ABC"
    assert unseal(SessionStore(Session.objects.get().pk)["case_receipts"]["a"]) == "回执"


def test_papers_and_waiting_uploads_on_the_disk_go_along(cast, tmp_path, settings):
    settings.LINLI_MEDIA = tmp_path / "attachments"
    paper = tmp_path / "attachments" / "mediation" / "ab" / "cd.sealed"
    paper.parent.mkdir(parents=True)
    paper.write_text(seal(base64.b64encode(b"%PDF").decode()))
    batch_id = new_id()
    uploads.keep_upload(batch_id, [b"a" * 5_000_000, b"b"], name="people.xlsx")
    map_files.keep_map_files(batch_id, [[b"c" * 9]])
    assert _rotate().places["files"].done == 3
    rotating.retire()
    assert base64.b64decode(unseal(paper.read_text())) == b"%PDF"
    assert uploads.upload_content(batch_id) == b"a" * 5_000_000 + b"b"
    (waiting,) = (settings.LINLI_DATA / map_files.FOLDER).iterdir()
    assert b"".join(opened(waiting)) == b"c" * 9


def test_a_value_no_key_opens_is_named_and_left_as_it_is(cast):
    person = make_resident()
    Resident.objects.filter(pk=person.pk).update(phone_sealed="2.none.AAAA")
    done = _rotate()
    assert done.broken == {"register.Resident.phone_sealed": 1}
    with pytest.raises(rotating.StillUnderOldKeys):
        rotating.retire()


def test_every_column_named_sealed_is_known(cast):
    known = {str(place) for place in resealing.sealed_fields()}
    assert {
        "register.Contact.name_sealed",
        "register.RegisterChange.after_sealed",
        "cases.Reporter.phone_sealed",
    } <= known
    assert {
        "mediation.Party.details_sealed",
        "notices.UnitBot.address_sealed",
        "cases.OutsideSystem.secret_sealed",
    } <= known


def test_the_command_tells_counts_and_is_noted_in_the_log(cast, monkeypatch):
    monkeypatch.setattr(rotating, "SETTLE_SECONDS", 0)
    monkeypatch.setattr(rotating.time, "sleep", lambda seconds: None)
    _people(2)
    told = json.loads(CliRunner().invoke(linli, ["keys", "rotate", "--json"]).output)
    assert (told["new_key"], told["left"]) == (True, {})
    assert told["resealed"] >= 2
    assert json.loads(CliRunner().invoke(linli, ["keys", "rotate", "--retire", "--json"]).output) == {"retired": 1}
    assert AuditEntry.objects.filter(subject_kind="keys").count() == 2


def test_keys_given_by_the_setting_are_resealed_but_not_made_or_retired(cast, settings):
    _people(1)
    settings.LINLI_KEY_FILE = None
    settings.LINLI_KEYS = ("a new key", *settings.LINLI_KEYS)
    assert (_rotate().is_new, rotating.left()) == (False, {})
    with pytest.raises(rotating.KeysFromSettings):
        rotating.retire()


def test_nobody_else_may_read_the_key_file(tmp_path):
    keyring.add_key(tmp_path)
    assert (tmp_path / keyring.FILE).stat().st_mode & 0o077 == 0
