"""Whose readings stand out, among colleagues of the same post."""

from linli.register.rules.readings import Sign, Tally, busiest, names_a_case, robust_z, standing_out


def _tally(name, role="grid_worker", **counts):
    return Tally(name, name, role, {Sign(key.replace("_", "-")): value for key, value in counts.items()})


def _usual(count=8, **counts):
    return [_tally(f"p{number}", **{key: value + number for key, value in counts.items()}) for number in range(count)]


def test_nobody_stands_out_where_all_read_alike():
    assert standing_out(_usual(many=40)) == ()


def test_one_who_reads_far_more_than_colleagues_stands_out_with_what_is_usual():
    found = standing_out([*_usual(many=40), _tally("lin", many=200)])
    assert [(one.name, one.sign, one.count, one.usual) for one in found] == [("lin", Sign.MANY, 200, 44)]


def test_few_readings_never_stand_out_however_few_the_others_have():
    assert standing_out([*_usual(many=0), _tally("lin", many=29)]) == ()


def test_only_colleagues_of_the_same_post_are_compared():
    registrars = [_tally(f"r{number}", role="registrar", many=300 + number) for number in range(8)]
    assert standing_out([*_usual(many=40), *registrars]) == ()


def test_with_too_few_colleagues_only_the_limit_of_its_own_speaks():
    found = standing_out([_tally("lin", burst=31), _tally("jin", burst=29)])
    assert [(one.name, one.usual, one.peers) for one in found] == [("lin", None, 1)]


def test_those_who_stand_out_come_in_the_order_of_names_not_of_counts():
    found = standing_out([*_usual(many=40), _tally("a", many=200), _tally("b", many=900)])
    assert [one.name for one in found] == ["a", "b"]


def test_where_nearly_all_are_equal_the_spread_is_still_measured():
    assert robust_z(10, [1, 1, 1, 1, 10]) > 3.5
    assert robust_z(1, [1, 1, 1]) == 0


def test_a_burst_is_the_most_in_any_ten_minutes():
    assert busiest({0: 5, 9: 5, 10: 5, 40: 9}) == 10
    assert busiest({}) == 0


def test_a_case_is_named_by_its_number():
    assert names_a_case("回访 26112212345678")
    assert not names_a_case("电话 13800000000 回访")
