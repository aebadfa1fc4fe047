"""What each role may do, and that nobody may anything outside their area."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.staff import queries
from linli.staff.rules import RESIDENT, ROLE_MAY, SYSTEM, Actor, Permission, PostFacts, Role

codes = st.sampled_from([0, 2, 4, 6, 9, 12, 15]).flatmap(
    lambda length: st.text(alphabet="0123456789", min_size=length, max_size=length)
)
posts = st.builds(PostFacts, role=st.sampled_from(Role), area_code=codes, unit_code=st.sampled_from(["", "u1", "u2"]))
scopes = st.none() | st.frozensets(st.sampled_from([permission.value for permission in Permission]))
actors = st.builds(
    Actor,
    name=st.just("a"),
    posts=st.lists(posts, max_size=4).map(tuple),
    is_system=st.just(False),
    token_scopes=scopes,
)

TABLE = {
    Permission.CASES_VIEW: "grid_worker inspector acceptor shift_leader dispatcher mediator leader",
    Permission.CASES_REPORT: "grid_worker inspector acceptor shift_leader dispatcher mediator registrar",
    Permission.CASES_FILE: "acceptor shift_leader",
    Permission.CASES_DISPATCH: "dispatcher",
    Permission.CASES_HANDLE: "grid_worker handler unit_head mediator",
    Permission.CASES_SETTLE: "grid_worker",
    Permission.CASES_CHECK: "grid_worker inspector",
    Permission.CASES_CLOSE: "inspector shift_leader",
    Permission.CASES_VOID: "shift_leader",
    Permission.CASES_APPROVE: "dispatcher shift_leader",
    Permission.CASES_ORDER: "leader shift_leader",
    Permission.CASES_EXPORT: "acceptor shift_leader dispatcher leader",
    Permission.CASES_CONFIDENTIAL: "mediator",
    Permission.PEOPLE_CONTACT: "grid_worker acceptor shift_leader handler unit_head mediator registrar",
    Permission.PEOPLE_VIEW: "grid_worker registrar",
    Permission.PEOPLE_EDIT: "grid_worker registrar",
    Permission.PEOPLE_QUERY: "registrar",
    Permission.PEOPLE_EXPORT: "registrar",
    Permission.PEOPLE_IMPORT: "registrar",
    Permission.PEOPLE_LINK: "registrar",
    Permission.PURPOSES_KEEP: "data_officer",
    Permission.AUDIT_VIEW: "data_officer",
    Permission.AREAS_VIEW: "grid_worker inspector acceptor shift_leader dispatcher handler unit_head mediator leader "
    "analyst registrar data_officer admin",
    Permission.AREAS_IMPORT: "registrar admin",
    Permission.FIGURES_VIEW: "acceptor shift_leader dispatcher leader analyst",
    Permission.VISITS_VIEW: "grid_worker registrar",
    Permission.VISITS_MAKE: "grid_worker",
    Permission.VISITS_PLAN: "grid_worker registrar",
    Permission.FORMS_FILL: "grid_worker registrar",
    Permission.FORMS_ADMIT: "data_officer",
    Permission.FORMS_REVIEW: "registrar",
    Permission.FIELD_WORK: "grid_worker inspector handler unit_head",
    Permission.GRIDS_DRAW: "shift_leader dispatcher leader registrar",
    Permission.GRIDS_APPROVE: "shift_leader dispatcher leader",
    Permission.MESSAGES_LOG: "acceptor shift_leader",
    Permission.STAFF_MANAGE: "admin",
    Permission.REFERENCE_EDIT: "admin",
}


@pytest.mark.parametrize("permission", Permission)
def test_every_permission_belongs_to_exactly_the_roles_of_the_table(permission):
    assert {role for role in Role if permission in ROLE_MAY[role]} == {Role(name) for name in TABLE[permission].split()}


def test_every_role_has_a_row_and_a_name():
    assert set(ROLE_MAY) == set(Role) == set(queries.ROLE_NAMES)
    assert set(TABLE) == set(Permission)


def test_who_files_does_not_dispatch_and_who_dispatches_does_not_check_or_close():
    for role in Role:
        may = ROLE_MAY[role]
        assert not {Permission.CASES_FILE, Permission.CASES_DISPATCH} <= may
        assert not (Permission.CASES_DISPATCH in may and may & {Permission.CASES_CHECK, Permission.CASES_CLOSE})


def test_an_administrator_has_no_right_to_cases_or_people():
    assert not {right for right in ROLE_MAY[Role.ADMIN] if right.startswith(("cases.", "people."))}


def test_who_answers_for_personal_data_reads_nobodys():
    assert not {right for right in ROLE_MAY[Role.DATA_OFFICER] if right.startswith(("cases.", "people."))}


@given(actor=actors, permission=st.sampled_from(Permission), area_code=codes)
def test_no_actor_may_anything_outside_their_prefixes(actor, permission, area_code):
    allowed = any(
        area_code.startswith(post.area_code) and permission in ROLE_MAY[post.role] for post in actor.posts
    ) and (actor.token_scopes is None or permission.value in actor.token_scopes)
    assert actor.may(permission, area_code) is allowed
    assert actor.may_anywhere(permission) is bool(actor.prefixes(permission))


@given(actor=actors, permission=st.sampled_from(Permission), area_code=codes, below=codes)
def test_who_may_for_an_area_may_for_everything_below(actor, permission, area_code, below):
    if actor.may(permission, area_code):
        assert actor.may(permission, area_code + below)


@given(actor=actors, permission=st.sampled_from(Permission), area_code=codes)
def test_a_token_never_gives_more_than_its_owner_has(actor, permission, area_code):
    owner = Actor(actor.name, actor.account_id, actor.posts)
    assert owner.may(permission, area_code) or not actor.may(permission, area_code)


def test_a_resident_may_nothing_and_the_system_everything():
    assert not any(RESIDENT.may_anywhere(permission) for permission in Permission)
    assert all(SYSTEM.may(permission, "990101") for permission in Permission)
    assert RESIDENT.key == "resident"


def test_an_actor_knows_its_units_and_roles():
    actor = Actor("a", posts=(PostFacts(Role.HANDLER, "99", "u1"), PostFacts(Role.LEADER, "99")))
    assert actor.unit_codes == {"u1"}
    assert actor.has_role(Role.LEADER)
    assert not actor.has_role(Role.ADMIN)
