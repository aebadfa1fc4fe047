"""A resident confirms by name or with the code on the card of the home; nothing else is a receipt."""

import pytest

from linli.cases.testing import a_command
from linli.core.codes import spoken_code
from linli.core.ids import new_id
from linli.core.secrets import unseal
from linli.visits import actions, errors
from linli.visits.actions import Receipt, card_code
from linli.visits.rules import VisitState
from linli.visits.testing import a_result, as_lin, make_home, make_visit_row


def made_with(cast, receipt: Receipt, *, home=None):
    visit = make_visit_row(cast, home=home)
    return actions.make_visit(visit.pk, command=as_lin(cast), made=a_result(receipt=receipt))


@pytest.mark.parametrize(
    ("name", "known"), [("何秀兰", True), ("何**", True), ("护工小周", False)], ids=["name", "masked", "carer"]
)
def test_a_name_confirms_and_it_is_kept_whether_it_is_one_of_the_household(cast, name, known):
    visit = made_with(cast, Receipt("name", name))
    assert (visit.receipt_how, visit.receipt_known, unseal(visit.receipt_name_sealed)) == ("name", known, name)


def test_the_code_of_the_card_confirms_however_it_is_written(cast):
    home = make_home()
    code = card_code(home.dwelling_id)
    visit = made_with(cast, Receipt("code", code=f" {code[:3].lower()}-{code[3:]}"), home=home)
    assert (visit.receipt_how, visit.receipt_known) == ("code", True)


def test_another_homes_code_is_refused_and_the_visit_stays_to_be_made(cast):
    visit, other = make_visit_row(cast), card_code(new_id())
    with pytest.raises(errors.ReceiptCodeWrong):
        actions.make_visit(visit.pk, command=as_lin(cast), made=a_result(receipt=Receipt("code", code=other)))
    visit.refresh_from_db()
    assert visit.state == "planned"


def test_a_receipt_by_name_needs_the_name(cast):
    with pytest.raises(errors.ReceiptNameMissing):
        made_with(cast, Receipt("name", " "))


def test_a_receipt_of_another_sort_is_refused(cast):
    with pytest.raises(errors.ReceiptHowUnknown):
        made_with(cast, Receipt("face", "何秀兰"))


def test_a_receipt_can_follow_once(cast):
    visit = make_visit_row(cast, state=VisitState.MADE)
    again = as_lin(cast)
    for _time in range(2):
        actions.confirm_receipt(visit.pk, command=again, receipt=Receipt("name", "何秀兰"))
    with pytest.raises(errors.ReceiptGiven):
        actions.confirm_receipt(visit.pk, command=as_lin(cast), receipt=Receipt("name", "何秀兰"))


def test_no_receipt_comes_before_the_visit(cast):
    visit = make_visit_row(cast)
    with pytest.raises(errors.ReceiptTooEarly):
        actions.confirm_receipt(visit.pk, command=as_lin(cast), receipt=Receipt("name", "何秀兰"))


def test_a_registrar_confirms_nothing(cast):
    visit = make_visit_row(cast, state=VisitState.MADE)
    with pytest.raises(errors.VisitNotAllowed):
        actions.confirm_receipt(visit.pk, command=a_command(cast.jiang.actor), receipt=Receipt("name", "何秀兰"))


def test_a_code_has_six_signs_that_nobody_mixes_up():
    codes = {spoken_code(f"{number:032x}") for number in range(0, 2**30, 2**24)}
    assert all(len(code) == 6 and not set(code) & set("01IO") for code in codes)
    assert len(codes) == 64
