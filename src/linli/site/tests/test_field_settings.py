"""Limits of the field app: numbers within their bounds, and nothing else."""

import pytest

from linli.site import environment

BOUNDS = [
    (environment.FIELD_LEASE_HOURS, 1, 720),
    (environment.FIELD_DEVICES, 1, 20),
    (environment.FIELD_STAGED_MB, 1, 100_000),
]


@pytest.mark.parametrize(("setting", "least", "most"), BOUNDS, ids=lambda one: getattr(one, "name", None))
def test_a_limit_takes_numbers_within_its_bounds(monkeypatch, setting, least, most):
    for number in (least, most):
        monkeypatch.setenv(setting.name, str(number))
        assert setting.value() == number
    for wrong in (str(least - 1), str(most + 1), "-1", "3.5", "three", ""):
        monkeypatch.setenv(setting.name, wrong)
        with pytest.raises(SystemExit, match=f"{least} - {most}"):
            setting.value()
