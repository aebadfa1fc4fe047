"""Who sees what: content for the mediators and the keeper alone; supervisors see state and dates; strangers nothing."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from linli.cases.testing import MONDAY_9, a_command
from linli.core.ids import new_id
from linli.mediation import actions, errors
from linli.mediation.models import Disclosure, Mediation
from linli.mediation.queries.lists import Tab, list_mediations
from linli.mediation.queries.visible import mediations_readable_by, standing_of
from linli.mediation.rules import Phase, may_know, may_read
from linli.mediation.testing import (
    APPLICANT,
    APPLICANT_ID,
    APPLICANT_PHONE,
    COURSE,
    SECRET,
    a_document,
    as_zheng,
    make_mediation,
    make_mediator,
    make_street_committee,
)
from linli.mediation.tests.desk import page_of, steps_on
from linli.mediation.web.urls import app_name, urlpatterns
from linli.staff.rules import SYSTEM, Role
from linli.staff.testing import COMMUNITY, COMMUNITY_OFFICE, STREET, STREET_OFFICE, Cast, Member, make_member

pytestmark = pytest.mark.django_db
LATER = MONDAY_9 + dt.timedelta(hours=12)
TELLING = (SECRET, APPLICANT, APPLICANT_PHONE, APPLICANT_ID, "漏水", "1200", "邻里纠纷")


@pytest.fixture
def colleague(cast: Cast) -> Member:
    """Another mediator of the same community, who was not chosen."""
    return make_member("he", "何清", Role.MEDIATOR, COMMUNITY, COMMUNITY_OFFICE)


def every_address(cast: Cast) -> list[str]:
    mediation = make_mediation(cast, phase=Phase.PERFORMING)
    actions.attach_document(
        mediation.pk, command=as_zheng(cast, at=LATER), file=a_document(), name="墙面.jpg", paper="evidence"
    )
    known = {
        "mediation_id": mediation.pk,
        "document_id": mediation.documents.get().pk,
        "case_id": mediation.case_id,
        "code": "dossier",
        "ending": "pdf",
    }
    return [
        reverse(f"{app_name}:{one.name}", kwargs={key: known[key] for key in one.pattern.converters})
        for one in urlpatterns
    ]


def test_a_stranger_gets_nothing_from_any_address(cast: Cast):
    addresses = every_address(cast)
    assert len(addresses) > 30
    for member in (cast.zhao, cast.sun):
        client = member.sign_in()
        for address in addresses:
            for answer in (client.get(address), client.post(address, {"command_id": str(new_id())})):
                assert answer.status_code in {403, 404, 405}, address
                assert not any(said in answer.content.decode(errors="replace") for said in TELLING), address


def test_whoever_is_not_signed_in_is_sent_to_sign_in(cast: Cast):
    for address in every_address(cast):
        answer = Client().get(address)
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/"), address


@pytest.mark.parametrize("phase", COURSE)
def test_supervisors_see_state_and_dates_only(cast: Cast, phase: Phase):
    mediation = make_mediation(cast, phase=phase)
    for member in (cast.chen, cast.wu, cast.feng, cast.wei):
        page = page_of(member, mediation)
        assert "2026-11-16" in page
        assert not any(said in page for said in TELLING)
        assert steps_on(page) == set()


def test_papers_are_for_the_readers_alone(cast: Cast, colleague: Member):
    mediation = make_mediation(cast, phase=Phase.AGREED)
    address = reverse("mediation:paper", args=[mediation.pk, "dossier", "pdf"])
    assert cast.zheng.sign_in().get(address).status_code == 200
    for member in (cast.chen, cast.wu, cast.feng, cast.wei, colleague, cast.root):
        assert member.sign_in().get(address).status_code in {403, 404}


def test_until_a_mediator_is_chosen_the_committee_s_own_may_read(cast: Cast, colleague: Member):
    waiting, chosen = make_mediation(cast, phase=Phase.APPLIED), make_mediation(cast, phase=Phase.CHOSEN)
    assert SECRET in page_of(colleague, waiting)
    page = page_of(colleague, chosen)
    assert not any(said in page for said in TELLING)


def test_a_chosen_mediator_from_the_street_may_read(cast: Cast):
    street = make_member("ji", "纪元", Role.MEDIATOR, STREET, STREET_OFFICE)
    mediation = make_mediation(cast, phase=Phase.CHOSEN)
    assert SECRET not in page_of(street, mediation)
    mediator = make_mediator(make_street_committee(), account_id=street.account.pk, name="纪元")
    actions.propose_mediator(mediation.pk, command=as_zheng(cast, at=LATER), mediator_id=mediator.pk)
    assert SECRET not in page_of(street, mediation)
    choice = mediation.choices.get(mediator=mediator)
    answers = dict.fromkeys(mediation.parties.values_list("pk", flat=True), True)
    actions.answer_choice(mediation.pk, command=as_zheng(cast, at=LATER), choice_id=choice.pk, answers=answers)
    assert SECRET in page_of(street, mediation)
    actions.step_back(mediation.pk, command=as_zheng(cast, at=LATER), choice_id=choice.pk, reason="与一方相识")
    assert SECRET not in page_of(street, mediation)


@pytest.mark.parametrize("phase", [Phase.APPLIED, Phase.CHOSEN, Phase.CLOSED])
def test_the_query_and_the_rule_say_the_same(cast: Cast, colleague: Member, phase: Phase):
    mediation = make_mediation(cast, phase=phase)
    standing = standing_of(mediation)
    everybody = [
        getattr(cast, name)
        for name in ("lin", "wei", "chen", "sun", "qian", "wu", "zheng", "feng", "han", "root", "zhao")
    ]
    for actor in [*(member.actor for member in (*everybody, colleague)), SYSTEM]:
        assert mediations_readable_by(actor).exists() == may_read(standing, actor), actor.name
        listed, _more = list_mediations(actor, Tab.ALL, today=MONDAY_9.date())
        assert bool(listed) == may_know(standing, actor), actor.name
        assert all(row.may_read == may_read(standing, actor) for row in listed)


def test_a_list_shows_names_masked_and_secrets_to_nobody_else(cast: Cast):
    make_mediation(cast, phase=Phase.SITTING)
    own = cast.zheng.sign_in().get(reverse("mediation:list")).content.decode()
    assert "方**" in own
    assert APPLICANT not in own
    other = cast.wu.sign_in().get(reverse("mediation:list") + "?tab=all").content.decode()
    assert "保密事项" in other
    assert "方**" not in other


def test_the_page_masks_names_until_a_purpose_is_stated_and_keeps_the_reading(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    client = cast.zheng.sign_in()
    page = client.get(reverse("mediation:detail", args=[mediation.pk])).content.decode()
    assert APPLICANT_PHONE not in page
    assert APPLICANT_ID not in page
    party = mediation.parties.get(side="applicant")
    address = reverse("mediation:contact", args=[mediation.pk])
    refused = client.post(address, {"command_id": str(new_id()), "party": str(party.pk), "purpose": ""})
    assert refused.status_code == 400
    assert APPLICANT_PHONE not in refused.content.decode()
    assert Disclosure.objects.count() == 0
    told = client.post(address, {"command_id": str(new_id()), "party": str(party.pk), "purpose": "通知开会时间"})
    assert APPLICANT_PHONE in told.content.decode()
    kept = Disclosure.objects.get()
    assert (kept.party_id, kept.by_name, kept.purpose) == (party.pk, "郑和平", "通知开会时间")


def test_every_download_of_a_paper_is_kept(cast: Cast):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    cast.zheng.sign_in().get(reverse("mediation:paper", args=[mediation.pk, "record", "docx"]))
    assert set(Disclosure.objects.values_list("purpose", flat=True)) == {"dossier: record"}
    assert Disclosure.objects.count() == 2


def test_nobody_discloses_what_they_may_not_read(cast: Cast, colleague: Member):
    mediation = make_mediation(cast, phase=Phase.SITTING)
    party = mediation.parties.get(side="applicant")
    for member in (cast.wu, cast.chen, colleague, cast.zhao):
        with pytest.raises(errors.MediationNotFound):
            actions.disclose_party(mediation.pk, command=a_command(member.actor), party_id=party.pk, purpose="想看一看")
    assert Disclosure.objects.count() == 0


def test_the_log_of_facts_names_nobody(cast: Cast):
    from linli.core import facts
    from linli.core.models import StoredFact
    from linli.mediation.facts import MediationEnded

    facts.listen({MediationEnded: [lambda payload: None]})
    mediation = make_mediation(cast, phase=Phase.CLOSED)
    told = StoredFact.objects.get(name="mediation.ended").payload
    assert told == {"mediation_id": str(mediation.pk), "case_id": str(mediation.case_id), "phase": "closed"}


def test_a_mediation_that_is_not_there_is_not_found(cast: Cast):
    make_mediation(cast)
    client = cast.zheng.sign_in()
    assert client.get(reverse("mediation:detail", args=[new_id()])).status_code == 404
    assert client.get(reverse("mediation:document", args=[new_id()])).status_code == 404
    paper = reverse("mediation:paper", args=[Mediation.objects.get().pk, "nothing", "pdf"])
    assert client.get(paper).status_code == 404
