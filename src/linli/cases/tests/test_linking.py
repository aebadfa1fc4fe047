"""Merging, separating again, splitting and linking: nothing is lost, and whoever reported is told."""

import datetime as dt
from dataclasses import replace

import pytest

from linli.cases import actions, errors
from linli.cases.actions.linking import Part, link_cases, merge_cases, split_case, unmerge_case
from linli.cases.facts import CasesMerged
from linli.cases.models import Case, CaseLink, CaseRecord, Reporter
from linli.cases.queries.links import links_of, merged_into
from linli.cases.queries.replaying import replay_cases
from linli.cases.queries.visible import cases_visible_to
from linli.cases.rules import State
from linli.cases.rules.links import LinkKind
from linli.cases.testing import MONDAY_9, a_command, make_case
from linli.core.commands import CommandIdReused
from linli.core.facts import listen
from linli.core.models import StoredFact
from linli.staff.rules import PostFacts, Role
from linli.staff.testing import DISTRICT

pytestmark = pytest.mark.django_db
LATER = MONDAY_9 + dt.timedelta(hours=3)


@pytest.fixture
def heard():
    listen({CasesMerged: (lambda fact: None,)})
    yield lambda: [fact.payload for fact in StoredFact.objects.filter(name=CasesMerged.name).order_by("id")]
    listen({})


def by(member, at=LATER):
    return a_command(member.actor, at=at)


def three(cast):
    return make_case(cast, state=State.FILED), make_case(cast), make_case(cast, text="还是那堆垃圾，没人管")


def unexplained():
    return [difference for _number, differences in replay_cases() for difference in differences]


def test_merged_cases_end_as_duplicates_and_the_main_one_goes_on(cast):
    main, first, second = three(cast)
    merge_cases(main.pk, [first.pk, second.pk], command=by(cast.chen))
    main.refresh_from_db()

    for case in (first, second):
        case.refresh_from_db()
        assert (case.state, case.outcome, case.duplicate_of) == ("declined", "duplicate", main.pk)
        assert case.records.last().name == "merge"
        assert main.number in case.records.last().note
    assert main.state == "filed"
    assert first.number in main.records.last().note
    assert merged_into(main.pk) == [first.pk, second.pk]
    assert unexplained() == []


def test_every_reporter_of_a_merged_case_is_announced(cast, heard):
    main, first, second = three(cast)
    merge_cases(main.pk, [first.pk, second.pk], command=by(cast.chen))

    assert heard() == [
        {"case_id": str(first.pk), "into_id": str(main.pk)}, {"case_id": str(second.pk), "into_id": str(main.pk)},
    ]  # fmt: skip


def test_a_merge_sent_twice_merges_once(cast, heard):
    main, first, second = three(cast)
    command = by(cast.chen)
    for _time in range(2):
        merge_cases(main.pk, [first.pk, second.pk], command=command)

    assert CaseLink.objects.count() == 2
    assert len(heard()) == 2
    assert CaseRecord.objects.filter(command_id=command.id).count() == 3


def test_one_command_does_not_merge_into_two_cases(cast):
    main, first, second = three(cast)
    command = by(cast.chen)
    merge_cases(main.pk, [first.pk], command=command)

    with pytest.raises(CommandIdReused):
        merge_cases(second.pk, [first.pk], command=command)


def test_when_one_of_several_cannot_be_merged_none_is(cast):
    main, first, _second = three(cast)
    closed = make_case(cast, state=State.CLOSED)

    with pytest.raises(errors.WrongState):
        merge_cases(main.pk, [first.pk, closed.pk], command=by(cast.chen))
    first.refresh_from_db()
    assert first.is_open
    assert not CaseLink.objects.exists()


@pytest.mark.parametrize("state", [State.CLOSED])
def test_nothing_is_merged_into_what_is_ended(cast, state):
    main, case = make_case(cast, state=state), make_case(cast)

    with pytest.raises(errors.MainEnded):
        merge_cases(main.pk, [case.pk], command=by(cast.chen))


def test_nothing_is_merged_into_itself_or_into_what_is_merged(cast):
    main, first, second = three(cast)
    with pytest.raises(errors.DuplicateOfItself):
        merge_cases(main.pk, [main.pk], command=by(cast.chen))
    merge_cases(main.pk, [first.pk], command=by(cast.chen))

    with pytest.raises(errors.MainEnded):
        merge_cases(first.pk, [second.pk], command=by(cast.chen))
    with pytest.raises(errors.HasMerged):
        merge_cases(second.pk, [main.pk], command=by(cast.chen))


def test_a_confidential_case_and_an_open_one_are_not_merged(cast):
    main, secret = make_case(cast), make_case(cast)
    Case.objects.filter(pk=secret.pk).update(is_confidential=True)

    with pytest.raises(errors.ConfidentialApart):
        merge_cases(main.pk, [secret.pk], command=by(cast.chen))


@pytest.mark.parametrize("who", ["zhao", "lin", "sun", "han"])
def test_only_who_files_merges_splits_and_separates(cast, who):
    main, first, second = three(cast)
    merge_cases(main.pk, [second.pk], command=by(cast.chen))
    stranger = getattr(cast, who)

    for attempt in (
        lambda: merge_cases(main.pk, [first.pk], command=by(stranger)),
        lambda: unmerge_case(second.pk, command=by(stranger), reason="不是一件事"),
        lambda: split_case(first.pk, [Part("另有路灯不亮")], command=by(stranger)),
        lambda: link_cases(first.pk, main.pk, command=by(stranger)),
    ):
        with pytest.raises((errors.CaseNotFound, errors.StepNotAllowed)):
            attempt()


def test_a_mistaken_merge_is_taken_back_and_both_histories_say_so(cast):
    main, first, second = three(cast)
    merge_cases(main.pk, [first.pk, second.pk], command=by(cast.chen))
    unmerge_case(first.pk, command=by(cast.wu), reason="两处不同的垃圾")
    first.refresh_from_db()
    main.refresh_from_db()

    assert (first.state, first.outcome, first.duplicate_of, first.closed_at) == ("reported", "", None, None)
    assert first.due_at is not None
    assert merged_into(main.pk) == [second.pk]
    assert first.number in main.records.last().note
    assert unexplained() == []
    assert merge_cases(main.pk, [first.pk], command=by(cast.chen)).pk == main.pk


def test_only_what_was_merged_is_separated(cast):
    case = make_case(cast)
    actions.decline_case(case.pk, command=by(cast.chen), reason="不属于受理范围")

    with pytest.raises(errors.WrongState):
        unmerge_case(case.pk, command=by(cast.chen), reason="弄错了")


def test_a_report_with_several_matters_becomes_several_cases_that_count_from_its_submission(cast):
    case = make_case(cast, text="楼道口堆着垃圾，另外东门路灯不亮", reporter_name="王芳", reporter_phone="13900000001")
    (lamp,) = split_case(case.pk, [Part("东门路灯不亮", "component.street-lamp")], command=by(cast.chen))

    assert (lamp.state, lamp.kind_code, lamp.area_code) == ("reported", "component.street-lamp", case.area_code)
    assert lamp.reported_at == case.reported_at
    assert lamp.channel == case.channel
    assert case.records.last().name == "split"
    assert lamp.number in case.records.last().note
    assert unexplained() == []


def test_whoever_reported_the_whole_is_reached_for_the_part_but_has_one_code(cast):
    case = make_case(cast, reporter_name="王芳", reporter_phone="13900000001")
    (part,) = split_case(case.pk, [Part("另有路灯不亮")], command=by(cast.chen))
    whole, new = Reporter.objects.get(case=case), Reporter.objects.get(case=part)

    assert new.phone_sealed == whole.phone_sealed != ""
    assert new.tracking_hash == ""


def test_a_split_sent_twice_makes_the_parts_once(cast):
    case, command = make_case(cast), by(cast.chen)
    first = split_case(case.pk, [Part("另有路灯不亮"), Part("还有井盖松动")], command=command)
    again = split_case(case.pk, [Part("另有路灯不亮"), Part("还有井盖松动")], command=command)

    assert {part.pk for part in again} == {part.pk for part in first}
    assert Case.objects.count() == 3


def test_a_part_needs_words_and_no_more_than_fifty_are_made(cast):
    case = make_case(cast)
    with pytest.raises(errors.TextMissing):
        split_case(case.pk, [Part(" ")], command=by(cast.chen))
    with pytest.raises(errors.TooManyAtOnce):
        split_case(case.pk, [Part("另有路灯不亮")] * 51, command=by(cast.chen))
    with pytest.raises(errors.TooManyAtOnce):
        merge_cases(case.pk, [], command=by(cast.chen))
    assert Case.objects.count() == 1


def test_related_cases_are_linked_once_and_both_say_so(cast):
    one, other, _third = three(cast)
    for _time in range(2):
        link_cases(one.pk, other.pk, command=by(cast.wei), note="同一工地")
    (linked,) = links_of(cast.chen.actor, one.pk)

    assert (linked.number, linked.kind, linked.is_from) == (other.number, LinkKind.RELATED, False)
    assert links_of(cast.chen.actor, other.pk)[0].number == one.number
    assert other.number in one.records.last().note
    assert one.number in other.records.last().note
    assert CaseRecord.objects.filter(name="link").count() == 2
    with pytest.raises(errors.LinkedToItself):
        link_cases(one.pk, one.pk, command=by(cast.wei))


def test_links_to_cases_one_may_not_see_are_not_there(cast):
    one, other, _third = three(cast)
    link_cases(one.pk, other.pk, command=by(cast.wei))
    Case.objects.filter(pk=other.pk).update(is_confidential=True)

    assert links_of(cast.chen.actor, one.pk) == []
    assert links_of(cast.zhao.actor, one.pk) == []


def test_a_report_declined_as_a_duplicate_is_linked_and_can_be_separated(cast):
    main, case, _third = three(cast)
    actions.decline_case(case.pk, command=by(cast.chen), reason="已在办理", duplicate_of=main.pk)
    assert merged_into(main.pk) == [case.pk]

    unmerge_case(case.pk, command=by(cast.chen), reason="不是一件事")
    assert merged_into(main.pk) == []


def test_a_part_of_a_confidential_report_is_confidential_until_somebody_says_what_it_is(cast):
    case = make_case(cast, state=State.FILED)
    Case.objects.filter(pk=case.pk).update(is_confidential=True, kind_code="dispute.family")
    made = split_case(
        case.pk, [Part("还有一件家里的事"), Part("楼道灯不亮", "event.exposed-rubbish")], command=by(_reader(cast))
    )
    assert [part.is_confidential for part in made] == [True, False]
    assert made[0].pk not in set(cases_visible_to(cast.chen.actor).values_list("pk", flat=True))


def _reader(cast):
    """Somebody who files and may read what is confidential."""
    posts = (*cast.chen.actor.posts, PostFacts(Role.MEDIATOR, DISTRICT))
    return replace(cast.chen, actor=replace(cast.chen.actor, posts=posts))
