"""A step sent twice is done once, and who may see a thing but not do it is told so."""

import datetime as dt

import pytest
import time_machine

from linli.core.errors import NotAllowed
from linli.places.testing import make_town
from linli.register import errors
from linli.register.actions import agreements, assessments, consents, memberships, organisations, programmes
from linli.register.actions.consents import Asked
from linli.register.actions.memberships import NewMember
from linli.register.actions.programmes import NewEnrolment
from linli.register.models import Consent, Enrolment, Membership, Officer, RegisterChange, Resident
from linli.register.queries.organisations import acts_for
from linli.register.rules.consents import Channel
from linli.register.rules.organisations import NewOrganisation
from linli.register.rules.purposes import NewAgreement
from linli.register.testing import AT, SINCE, a_command, good_answers, make_organisation, make_resident
from linli.staff.testing import GRID, STREET

TODAY = dt.date(2026, 11, 16)
COUNTER = Asked(Channel.COUNTER)
PLAN = NewAgreement(
    "2026-01", "松门区民政局", "elder-allowance", "办法", STREET, ("name",), TODAY, dt.date(2027, 5, 31)
)  # fmt: skip
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(cast):
    make_town()
    with time_machine.travel(AT, tick=False):
        yield


def twice(step, *arguments, command, **more):
    """Do a step two times under one command and give what both answered."""
    return [step(*arguments, command=command, **more) for _ in range(2)]


def test_an_organisations_steps_are_done_once(cast):
    team = make_organisation(has_members=False)

    def command():
        return a_command(cast.jiang.actor)

    new = NewOrganisation("竹桥志愿者之家", team.kind, GRID, team.since)
    assert [row.version for row in twice(organisations.correct_organisation, team.pk, command=command(), new=new)] == [
        2,
        2,
    ]
    assert [row.version for row in twice(organisations.open_members_list, team.pk, command=command())] == [3, 3]
    first, second = twice(organisations.name_officer, team.pk, "zhao", command=command())
    assert first == second
    twice(organisations.end_officer, team.pk, first.pk, command=command())
    assert [row.version for row in twice(organisations.close_members_list, team.pk, command=command())] == [4, 4]
    assert RegisterChange.objects.filter(subject_id=team.pk).count() == 5
    assert [row.version for row in twice(organisations.close_organisation, team.pk, command=command(), on=TODAY)] == [
        5,
        5,
    ]
    with pytest.raises(errors.OrganisationClosed):
        organisations.close_organisation(team.pk, command=command(), on=TODAY)


def test_consents_and_enrolments_are_recorded_once(cast):
    granny = make_resident()

    def command(hours=0):
        return a_command(cast.lin.actor, at=AT + dt.timedelta(hours=hours))

    first, second = twice(consents.refuse_consent, granny.pk, "volunteering", command=command(), asked=COUNTER)
    assert first == second
    consent = consents.give_consent(granny.pk, "elder-visits", command=command(), asked=COUNTER)
    one, other = twice(programmes.enrol, granny.pk, NewEnrolment("care-visits"), command=command())
    assert one == other
    twice(programmes.renew_enrolment, one.pk, command=command(), review_by=dt.date(2027, 1, 1))
    twice(programmes.end_enrolment, one.pk, command=command(), reason="本人要求")
    twice(consents.withdraw_consent, consent.pk, command=command(1))
    again = consents.withdraw_consent(consent.pk, command=command(2))
    assert again.withdrawn_at == AT + dt.timedelta(hours=1)
    assert (Consent.objects.count(), Enrolment.objects.count()) == (2, 1)


def test_papers_are_signed_and_ended_once(cast):
    paper = assessments.draft_assessment("minimum-living", good_answers(), command=a_command(cast.jiang.actor))
    twice(assessments.revoke_assessment, paper.pk, command=a_command(cast.luo.actor))
    first, second = twice(agreements.draft_agreement, PLAN, command=a_command(cast.jiang.actor))
    assert first == second
    twice(agreements.sign_agreement, first.pk, command=a_command(cast.luo.actor))
    twice(agreements.end_agreement, first.pk, command=a_command(cast.luo.actor))
    with pytest.raises(errors.AlreadySigned):
        agreements.sign_agreement(first.pk, command=a_command(cast.luo.actor))


def test_who_sees_an_agreement_may_not_therefore_sign_or_hand_over(cast):
    row = agreements.draft_agreement(PLAN, command=a_command(cast.jiang.actor))
    with pytest.raises(NotAllowed):
        agreements.sign_agreement(row.pk, command=a_command(cast.jiang.actor))
    with pytest.raises(NotAllowed):
        agreements.hand_over_residents(row.pk, [], command=a_command(cast.luo.actor))


def test_a_membership_is_entered_and_left_once(cast):
    team, granny = make_organisation(), make_resident(phone="19900000123")
    Resident.objects.filter(pk=granny.pk).update(account_id=cast.zhao.account.pk)
    first, second = twice(memberships.join, team.pk, command=a_command(cast.zhao.actor))
    assert first == second
    twice(memberships.leave, first, command=a_command(cast.zhao.actor))
    assert not Membership.objects.exists()


def test_an_officer_never_speaks_as_the_member(cast):
    team, _granny = make_organisation(), make_resident(phone="19900000123")
    Officer.objects.create(organisation=team, account_id=cast.zhao.account.pk, since=SINCE)
    command = a_command(cast.zhao.actor)
    with pytest.raises(errors.ChannelUnknown):
        memberships.add_member(team.pk, NewMember("何秀兰", "19900000123", Channel.SELF), command=command)
    with pytest.raises(errors.OrganisationNotFound):
        memberships.renew_consent(team.pk, command=command, channel=Channel.PAPER)
    pk = memberships.add_member(team.pk, NewMember("何秀兰", "19900000123", Channel.PAPER), command=command)
    twice(memberships.renew_consent, pk, command=a_command(cast.zhao.actor), channel=Channel.PAPER)
    assert [row.pk for row in acts_for(cast.zhao.actor, on=TODAY)] == [team.pk]
    assert acts_for(cast.wei.actor, on=TODAY) == ()
