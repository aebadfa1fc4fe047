"""Lists spell in many ways; what is compared is spelt in one, and what each comparison weighs adds up."""

import datetime as dt

import pytest

from linli.register import errors
from linli.register.linking.columns import read_columns
from linli.register.linking.invented import Flaws, invent_list, invent_people
from linli.register.linking.normalising import (
    numbers_of,
    plain_address,
    plain_date,
    plain_id_number,
    plain_name,
    plain_phone,
    plain_sex,
    said_by,
    short_id_number,
    sound_of,
    street_of,
)
from linli.register.linking.samples import sample_tables
from linli.register.linking.scoring import Order, score
from linli.register.linking.spark import SparkEngine
from linli.register.linking.weighing import COMPARISONS, SHIPPED, saved_weights, written_weights
from linli.register.rules.linking import (
    Against,
    Band,
    Thresholds,
    check_kept,
    check_thresholds,
    speaks_against,
)

ADDRESSES = [
    ("邻里市松门区青溪街道竹桥路12号3幢2单元501室", "竹桥路12-3-2-501"),
    ("竹桥路12号3-2-501", "竹桥路12-3-2-501"),
    ("竹桥路１２号 三号楼二单元五〇一室", "竹桥路12-3-2-501"),
    ("竹桥小区3号楼2单元501室", "竹桥小区3-2-501"),
    ("竹桥里十二弄3号501", "竹桥里12-3-501"),
    ("", ""),
]


@pytest.mark.parametrize(("written", "plain"), ADDRESSES, ids=range(len(ADDRESSES)))
def test_two_ways_of_writing_an_address_are_one(written, plain):
    assert plain_address(written) == plain


def test_addresses_share_their_numbers_and_their_street():
    assert numbers_of("竹桥路12-竹桥小区3-2-501") == numbers_of("竹桥路12-3-2-501") == "3-2-501"
    assert (numbers_of("竹桥路12"), street_of("竹桥路12-3")) == ("", "竹桥路")


DATES = [
    ("1958-04-05", "19580405"), ("1958年4月5日", "19580405"), ("1958/4/5", "19580405"), ("19580405", "19580405"),
    ("1958.4.5 00:00", "19580405"), (dt.date(1958, 4, 5), "19580405"), ("21280", "19580405"), ("1958-02-30", ""), ("不详", ""),
]  # fmt: skip


@pytest.mark.parametrize(("written", "plain"), DATES, ids=range(len(DATES)))
def test_dates_are_read_as_people_write_them(written, plain):
    assert plain_date(written) == plain


def test_an_id_number_of_15_digits_gets_its_century_and_check_character():
    assert plain_id_number("110105491231002") == "11010519491231002X"
    assert short_id_number("11010519491231002X") == "110105491231002"


@pytest.mark.parametrize("number", [3.3e17, "12345", "不详", ""])
def test_what_is_no_id_number_is_left_out(number):
    assert plain_id_number(number) == ""


def test_names_phones_and_sexes_are_spelt_in_one_way():
    assert plain_name(" 王 秀兰（女）") == "王秀兰"
    assert (sound_of("王秀兰"), sound_of("王秀蓝")) == ("wang xiu lan", "wang xiu lan")
    assert (plain_phone("+86 199-0000-0123"), plain_phone("12")) == ("19900000123", "")
    assert (plain_sex("女性"), plain_sex("?")) == ("female", "")


def test_birth_date_and_sex_come_from_a_right_id_number_where_they_are_missing():
    said = said_by({"name": "王秀兰", "id_number": "11010519491231002X"})
    assert (said.born_on, said.sex) == ("19491231", "female")


def test_usual_heads_are_known_and_a_barred_one_refuses_the_list():
    assert read_columns(("领取人姓名", "证件号码", "备注")) == {"name": "领取人姓名", "id_number": "证件号码"}
    with pytest.raises(errors.BarredColumn, match="政治"):
        read_columns(("姓名", "身份证号", "政治面貌"))


@pytest.mark.parametrize(
    ("present", "pairs", "refusal"),
    [
        (("身份证号",), (), errors.LinkageColumnMissing),
        (("姓名", "备注"), (), errors.LinkageColumnMissing),
        (("姓名", "x"), ("x=工资",), errors.LinkageFieldUnknown),
        (("姓名", "x"), ("y=phone",), errors.LinkageColumnMissing),
    ],
    ids=["no-name", "name-alone", "unknown-field", "unknown-column"],
)
def test_a_list_needs_a_name_and_something_beside_it(present, pairs, refusal):
    with pytest.raises(refusal):
        read_columns(present, pairs)


def test_the_shipped_weights_come_from_invented_people_and_know_every_level():
    weights = saved_weights()
    assert '"from": "invented people"' in SHIPPED.read_text(encoding="utf-8")
    assert {name: tuple(levels) for name, levels in weights.levels.items()} == dict(COMPARISONS)
    for name, levels in weights.levels.items():
        assert weights.bits(name, "exact") > 0 > weights.bits(name, "other") >= -9.1
        assert sum(m for m, _u in levels.values()) == pytest.approx(1, abs=0.01)
    assert saved_weights().share_found == 0.8
    assert '"level": "one-typo"' in written_weights(weights, made={})


def a_small_job(*, flaws=None):
    people = invent_people(3_000, seed=5)
    listed = invent_list(people, found=400, strangers=100, flaws=flaws or Flaws(), seed=6)
    left, right = sample_tables(people, listed)
    return left, right, listed.truth


def weigh(left, right, *, asked=None, **more):
    numbers = {pk: number or "" for pk, number in zip(right["unique_id"], right["id_hash"], strict=True)}

    def unseal(wanted):
        if asked is not None:
            asked.extend(wanted)
        return {pk: numbers[pk] for pk in wanted}

    return score(left, right, Order(saved_weights(), **more), unseal=unseal)


def test_people_are_found_through_planted_errors_and_strangers_are_not():
    left, right, truth = a_small_job()
    best = {}
    for pair in weigh(left, right, kept_from=0.5):
        best.setdefault(pair.left, pair)
    right_ones = sum(truth[int(row)] == int(pair.right) for row, pair in best.items())
    assert right_ones / len(best) >= 0.99
    assert right_ones / 400 >= 0.98


def test_what_a_pair_weighs_is_the_sum_of_its_parts():
    left, right, _truth = a_small_job()
    for pair in weigh(left, right)[:200]:
        assert sum(part.bits for part in pair.parts) == pytest.approx(pair.bits, abs=0.05)


def test_only_numbers_of_pairs_that_came_together_and_differ_are_opened():
    left, right, _truth = a_small_job()
    asked = []
    weigh(left, right, asked=asked)
    assert 0 < len(asked) < 200


def test_the_same_list_gives_the_same_pairs():
    left, right, _truth = a_small_job()
    assert weigh(left, right) == weigh(left, right)


def test_thresholds_divide_pairs_into_three():
    bands = [Thresholds().band(probability) for probability in (0.999, 0.5, 0.01)]
    assert bands == [Band.CERTAIN, Band.REVIEW, Band.NONE]
    with pytest.raises(errors.LinkageThresholdsWrong):
        check_thresholds(Thresholds(0.5, 0.9))


def test_a_copy_is_kept_no_longer_than_the_purpose_allows():
    today = dt.date(2026, 11, 22)
    check_kept(dt.date(2026, 12, 22), today=today, days=30)
    for wrong in (dt.date(2026, 12, 23), dt.date(2026, 11, 21)):
        with pytest.raises(errors.LinkageKeptTooLong):
            check_kept(wrong, today=today, days=30)


def test_which_finding_speaks_against_people_is_said_beforehand():
    assert speaks_against("same", Against.BOTH.value)
    assert speaks_against("different", Against.DIFFERENT.value)
    assert not speaks_against("same", Against.DIFFERENT.value)
    assert not speaks_against("unsure", Against.SAME.value)


def test_spark_gives_the_same_pairs():
    pytest.importorskip("pyspark", reason="the extra linli[spark] is not installed")
    left, right, _truth = a_small_job()
    plain = [
        {(pair.left, pair.right, round(pair.bits, 4)) for pair in weigh(left, right, engine=one)}
        for one in ("duckdb", "spark")
    ]
    assert plain[0] == plain[1]


def test_spark_that_is_not_there_is_said_in_a_sentence():
    try:
        import pyspark  # noqa: F401
    except ImportError:
        with pytest.raises(errors.LinkageEngineMissing, match="linli\\[spark\\]"):
            SparkEngine()
    else:
        pytest.skip("pyspark is installed here")
