"""Kinds in the technical back office: to look at, and nothing else; cases are not there at all."""

import pytest

from linli.cases import actions
from linli.cases.models import CaseKind
from linli.cases.queries.kinds import catalogue
from linli.cases.testing import MONDAY_9
from linli.staff.testing import Cast

pytestmark = pytest.mark.django_db


def test_kinds_may_be_looked_at_and_not_changed(cast: Cast):
    actions.load_catalogue(catalogue(), at=MONDAY_9)
    kind = CaseKind.objects.first()
    client = cast.root.sign_in()
    assert client.get("/admin/cases/casekind/").status_code == 200
    assert client.get(f"/admin/cases/casekind/{kind.pk}/change/").status_code == 200
    assert client.post(f"/admin/cases/casekind/{kind.pk}/change/", {"code": "x"}).status_code == 403
    assert client.get("/admin/cases/casekind/add/").status_code == 403
    assert client.post(f"/admin/cases/casekind/{kind.pk}/delete/", {"post": "yes"}).status_code == 403


def test_the_back_office_holds_no_cases(cast: Cast):
    client = cast.root.sign_in()
    assert client.get("/admin/cases/case/").status_code == 404
    assert client.get("/admin/cases/reporter/").status_code == 404


def test_an_administrator_of_the_machine_sees_no_case(cast: Cast):
    assert cast.root.sign_in().get("/desk/cases/").status_code == 403
