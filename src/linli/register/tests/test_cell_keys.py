"""Rounded counts: the same for the same cell, right on average, and no way back to a small cell."""

import datetime as dt
import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linli.core.errors import NotAllowed
from linli.core.models import AuditEntry
from linli.places.testing import make_dwelling, make_town
from linli.register import errors
from linli.register.actions import register_households
from linli.register.actions.asking import count_rounded
from linli.register.rules import NewHousehold
from linli.register.rules.cell_keys import BASE, rounded, threshold, total
from linli.register.testing import AT, CHILD, SINCE, a_command
from linli.staff.rules import SYSTEM
from linli.staff.testing import COMMUNITY, COMMUNITY_BESIDE, GRID, GRID_NEXT_COMMUNITY, Cast

KEY = b"k" * 32


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_a_rounded_count_is_a_ten_next_to_the_count(count, drawn):
    assert rounded(count, drawn) % BASE == 0
    assert abs(rounded(count, drawn) - count) < BASE
    assert rounded(0, drawn) == 0


@pytest.mark.parametrize("count", range(31))
def test_on_average_over_the_thresholds_it_is_the_count(count):
    drawn = [(step + 0.5) / 1000 for step in range(1000)]
    assert sum(rounded(count, one) for one in drawn) / 1000 == pytest.approx(count, abs=0.02)


def test_thresholds_are_spread_evenly_and_depend_on_the_key():
    found = [
        threshold(("990101001001", "female", band, True, place), key=KEY) for band in range(20) for place in range(100)
    ]
    assert all(0.08 < sum(low <= one < low + 0.1 for one in found) / len(found) < 0.12 for low in (0.0, 0.3, 0.6, 0.9))
    assert threshold(("a",), key=KEY) != threshold(("a",), key=b"x" * 32)


@given(st.lists(st.integers(0, 40), min_size=2, max_size=7), st.data())
def test_no_sums_and_differences_tell_a_small_cell_from_its_neighbours(counts, data):
    """Two towns that differ by a few people in one cell, with the same rounded cell, answer every question alike."""
    place = data.draw(st.integers(0, len(counts) - 1))
    drawn = threshold((place,), key=KEY)
    alike = [count for count in range(50) if rounded(count, drawn) == rounded(counts[place], drawn)]
    assert len(alike) >= 2 or counts[place] == 0
    other = [*counts]
    other[place] = data.draw(st.sampled_from(alike))
    for size in range(1, len(counts) + 1):
        for chosen in itertools.combinations(range(len(counts)), size):
            first = total({(one,): counts[one] for one in chosen}, key=KEY)
            assert first == total({(one,): other[one] for one in chosen}, key=KEY)


@pytest.mark.django_db
class TestForAnAnalyst:
    @pytest.fixture(autouse=True)
    def _town(self, settings, tmp_path: Path, time_machine, cast: Cast):
        settings.LINLI_DATA = tmp_path
        time_machine.move_to(AT, tick=False)
        make_town()
        for grid, ages in ((GRID, [3, 7, 33, 71]), (GRID_NEXT_COMMUNITY, [*range(100), 61, 62, 63])):
            for place, age in enumerate(ages):
                born = dt.date(2026 - age, 1, 1)
                home = make_dwelling(area_code=grid, building=f"{grid}-1", unit_no=str(place))
                person = replace(CHILD, born_on=born)
                register_households([NewHousehold(grid, home, SINCE, (person,))], by=SYSTEM, at=AT)

    def told(self, cast: Cast, text: str, area: str = "") -> int:
        return count_rounded(text, command=a_command(cast.han.actor), area=area).count

    def test_every_count_is_a_ten_and_the_same_each_time(self, cast: Cast):
        for text in ("age >= 60", "age < 15 and sex = male", "not lives", 'area = "竹桥社区"'):
            assert self.told(cast, text) % BASE == 0
            assert self.told(cast, text) == self.told(cast, text)

    def test_taking_one_count_off_another_gives_nothing_but_rounded_cells(self, cast: Cast):
        inside = self.told(cast, "age >= 60", COMMUNITY)
        for years in range(0, 60, 5):
            over = self.told(cast, f"age >= {years}", COMMUNITY)
            assert over - self.told(cast, f"age >= {years} and age < 60", COMMUNITY) == inside
        whole = self.told(cast, "age >= 60", "990101")
        assert whole - self.told(cast, "age >= 60", COMMUNITY_BESIDE) == inside

    @pytest.mark.parametrize(
        "text",
        [
            "age >= 61",
            "age = 60",
            "age in (60, 61)",
            "age between 60 and 70",
            f'area = "{GRID}"',
            "alone",
            "any(age < 15)",
            "relation = head",
        ],
    )
    def test_what_would_cut_through_a_cell_is_refused(self, cast: Cast, text):
        with pytest.raises(errors.CountTooFine):
            self.told(cast, text)

    def test_a_grid_and_another_district_are_refused(self, cast: Cast):
        for area in (GRID, "990102"):
            with pytest.raises(errors.CountTooFine):
                self.told(cast, "age >= 60", area)

    def test_a_band_ends_with_its_last_year(self, cast: Cast):
        assert self.told(cast, "age between 60 and 69") == self.told(cast, "age >= 60 and age <= 69")

    def test_it_is_written_down_and_strangers_get_nothing(self, cast: Cast):
        self.told(cast, "age >= 60")
        assert AuditEntry.objects.latest("id").detail == {"fields": ["age"], "how": "rounded"}
        for nobody in (cast.zhao, cast.jiang, cast.root):
            with pytest.raises(NotAllowed):
                count_rounded("age >= 60", command=a_command(nobody.actor))
