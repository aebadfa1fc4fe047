"""Conditions, causes for a pause and the ladder: what is refused, on which line, and how a city lays its own over ours."""

from pathlib import Path

import pytest

from linli.cases.catalogue import SHIPPED, Stage, check_directory, load_directory
from linli.cases.rules.clocks import ARRIVAL, ORDER, RATING, RESIDENT, STAGE, TASK, UNIT, Tell
from linli.core.calendar import Limit

OURS = load_directory(SHIPPED)
RUBBISH = OURS.kinds["event.exposed-rubbish"]

ESCALATION = """\
quiet_from = "21:30"
quiet_to = "07:30"
pause = { times = 1, total = "10 working days" }
extension = { times = 1 }

[[rung]]
code = "all"
name = { zh-hans = "超期", zh-hant = "超期", en = "Late" }
level = 2
to = "command"
clocks = ["unit", "task", "stage", "resident", "arrival", "ruling", "order", "rating", "court"]
after = "1 working hour"
"""
REASON = """\
[[pause_reason]]
code = "strike"
name = { zh-hans = "停工", zh-hant = "停工", en = "A strike" }
tell = { zh-hans = "停工中", zh-hant = "停工中", en = "There is a strike." }
allows = ["pause", "extension"]
stops = ["unit"]
longest = "3 working days"
source = "(example)"
"""
CONDITION = """\
[[condition]]
code = "at-night"
name = { zh-hans = "夜间", zh-hant = "夜間", en = "At night" }
source = "(example)"
"""
FILES = {"escalation.toml": ESCALATION, "pause_reasons.toml": REASON, "conditions.toml": CONDITION}

BROKEN = {
    "quiet hours that are no time": ("escalation.toml", '"21:30"', '"25:00"', 1, "quiet_from"),
    "no pause at all": ("escalation.toml", "times = 1, total", "times = 0, total", 3, "pause.times"),
    "a ceiling without a unit": ("escalation.toml", '"10 working days"', '"ten days"', 3, "pause.total"),
    "no ladder": ("escalation.toml", ESCALATION[ESCALATION.index("[[rung]]") :], "", 1, "rung"),
    "somebody nobody knows": ("escalation.toml", 'to = "command"', 'to = "mayor"', 10, "to"),
    "a rung of no clock": ("escalation.toml", ESCALATION.splitlines()[10], "clocks = []", 11, "clocks"),
    "a rung at two moments": (
        "escalation.toml",
        'after = "1 working hour"',
        'after = "1 hour"\nshare = 0.5',
        7,
        "share",
    ),
    "a share beyond the limit": ("escalation.toml", 'after = "1 working hour"', "share = 1.5", 12, "share"),
    "a clock nobody is told of": ("escalation.toml", '"ruling", ', "", 6, "ruling"),
    "a rung twice": ("escalation.toml", "[[rung]]", ESCALATION[ESCALATION.index("[[rung]]") :] + "[[rung]]", 6, "rung"),
    "a pause without a clock": ("pause_reasons.toml", 'stops = ["unit"]\n', "", 1, "stops"),
    "a pause without an end": ("pause_reasons.toml", 'longest = "3 working days"\n', "", 1, "longest"),
    "a pause of a clock nobody runs": ("pause_reasons.toml", '["unit"]', '["lunch"]', 6, "lunch"),
    "a cause that allows nothing": ("pause_reasons.toml", '["pause", "extension"]', "[]", 5, "allows"),
    "a cause in two languages": ("pause_reasons.toml", ', en = "A strike"', "", 3, "en"),
    "a condition without a name": ("conditions.toml", CONDITION.splitlines()[2], "", 1, "name"),
    "a condition with a wrong code": ("conditions.toml", '"at-night"', '"At night"', 2, "At night"),
}


def own_directory(folder: Path, **changed: str) -> Path:
    for name, text in FILES.items():
        (folder / name).write_text(changed.get(name, text), "utf-8")
    return folder


def test_a_citys_own_ladder_and_causes_stand_in_for_ours(tmp_path: Path):
    assert check_directory(own_directory(tmp_path)) == []
    found = load_directory(SHIPPED, overlay=tmp_path)
    assert [rung.to for rung in found.ladder.rungs] == [Tell.COMMAND]
    assert (found.ladder.quiet_from.hour, found.ladder.quiet_to.minute) == (21, 30)
    assert {"strike", "resident"} <= set(found.pause_reasons)
    assert {"at-night", "main-road"} <= set(found.conditions)


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, broken: tuple[str, str, str, int, str]):
    name, good, bad, line, word = broken
    assert good in FILES[name]
    problems = check_directory(own_directory(tmp_path, **{name: FILES[name].replace(good, bad, 1)}))
    assert any(one.file == name and one.line == line and word in one.what for one in problems), list(map(str, problems))


def test_a_condition_nobody_declares_is_refused(tmp_path: Path):
    text = (SHIPPED / "kinds" / "events.toml").read_text("utf-8")
    start = text.index("[[kind]]", text.index("event.illegal-building"))
    kind = text[start : text.index("[[kind]]", start + 5)].replace("main-road", "on-the-moon")
    (tmp_path / "kinds").mkdir()
    (tmp_path / "kinds" / "own.toml").write_text(kind, "utf-8")
    assert ["on-the-moon" in one.what for one in check_directory(tmp_path)] == [True]


def test_a_condition_changes_the_limits_it_names_and_no_other():
    for grade in "ABC":
        assert RUBBISH.limit(Stage.HANDLING, grade=grade, condition="main-road") == Limit.parse("4 working hours")
    assert RUBBISH.limit(Stage.RESIDENT, condition="main-road") == RUBBISH.limit(Stage.RESIDENT)
    assert RUBBISH.limit(Stage.HANDLING, grade="C", condition="no-such") == RUBBISH.limit(Stage.HANDLING, grade="C")


def test_the_shipped_kinds_use_conditions_of_the_field():
    assert sum(bool(kind.conditions) for kind in OURS.kinds.values()) >= 5
    assert {one.when for kind in OURS.kinds.values() for one in kind.conditions} <= set(OURS.conditions)


@pytest.mark.parametrize("clock", [UNIT, STAGE, TASK, RESIDENT, RATING, ARRIVAL, ORDER, "ruling", "court"])
def test_somebody_is_told_of_every_clock(clock: str):
    assert any(clock in rung.clocks for rung in OURS.ladder.rungs)


def test_of_the_units_clock_the_ladder_goes_from_the_handler_to_the_leader():
    told = [rung.to for rung in sorted(OURS.ladder.rungs, key=lambda rung: rung.level) if UNIT in rung.clocks]
    assert told == [Tell.HANDLER, Tell.UNIT_HEAD, Tell.COMMAND, Tell.LEADER]


def test_every_shipped_pause_has_an_end_and_a_word_for_the_resident():
    for reason in OURS.pause_reasons.values():
        assert str(reason.tell)
        assert reason.longest or not reason.stops
    assert [code for code, reason in OURS.pause_reasons.items() if RESIDENT in reason.stops] == ["resident"]
