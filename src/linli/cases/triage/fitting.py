"""Fits the linear separators and their calibration: the only place that touches scikit-learn and SciPy.

Method: "NB-SVM" (Wang and Manning 2012, ACL P12-2018) on character n-grams, one against the rest. Each n-gram is scaled
by how much more often it stands in a kind's texts than elsewhere; a linear support vector machine does the rest.
"""

import warnings
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np

from linli.cases.triage.shapes import Flags, Floats, Indexes, Sparse

type Matrix = Any  # a SciPy sparse matrix: SciPy and scikit-learn have no types and are slow to import

SMOOTHING = 0.1
DAMPING = 0.5  # power of the log ratios: 1 trusts the counts, 0 ignores them
SOFTNESS = 1.0
SHIFT_PENALTY = 0.02


class Linear(NamedTuple):
    """One separator a kind: the scaling of each n-gram, its weight after scaling, the offset."""

    ratios: Floats
    coefficients: Floats
    offsets: Floats


class Calibration(NamedTuple):
    """How scores become chances: steepness, power, and a shift for each kind."""

    scale: float
    power: float
    shifts: Floats


def stack(rows: Sequence[Sparse], width: int) -> Matrix:
    """Put sparse rows under each other."""
    sparse = import_module("scipy.sparse")
    ends = np.cumsum([0, *(row.places.size for row in rows)])
    places = np.concatenate([row.places for row in rows])
    values = np.concatenate([row.values for row in rows]).astype(np.float64)
    matrix = sparse.csr_matrix((values, places, ends), shape=(len(rows), width))
    matrix.sort_indices()
    return matrix


def above(upper: Matrix, lower: Matrix) -> Matrix:
    """Put one matrix on top of another."""
    return import_module("scipy.sparse").vstack([upper, lower]).tocsr()


def rows_with(matrix: Matrix) -> Indexes:
    """Count in how many rows each column is not nought."""
    found: Indexes = np.bincount(matrix.indices, minlength=matrix.shape[1]).astype(np.int32)
    return found


def only_columns(matrix: Matrix, wanted: Flags) -> Matrix:
    """Make all other columns nought."""
    kept = matrix.copy()
    kept.data *= wanted[kept.indices]
    kept.eliminate_zeros()
    return kept


def fit(matrix: Matrix, kinds: Indexes, weights: Floats, *, count: int) -> Linear:
    """Fit one separator for each kind against all the others."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "did not converge": near enough for a suggestion
        # One after another: the library draws from one source of numbers, threads would mix them up.
        fitted = [_separate(matrix, kinds == kind, weights) for kind in range(count)]
    ratios, coefficients, offsets = zip(*fitted, strict=True)
    return Linear(np.stack(ratios, axis=1), np.stack(coefficients, axis=1), np.asarray(offsets))


def score(matrix: Matrix, linear: Linear) -> Floats:
    """Say for each row how far it lies on each kind's side."""
    lengths = np.sqrt(matrix.multiply(matrix) @ linear.ratios**2)
    scores: Floats = (matrix @ (linear.ratios * linear.coefficients)) / np.maximum(lengths, 1e-9) + linear.offsets
    return scores


def calibrate(scores: Floats, kinds: Indexes) -> Calibration:
    """Find the scale, power and shifts that turn scores into chances that come true as often as they say."""
    count = scores.shape[1]
    truth = np.eye(count)[kinds]

    def cost(values: Floats) -> tuple[float, Floats]:
        trial = Calibration(float(values[0]), float(values[1]), values[2:])
        shares = chances(scores, trial)
        missed = (shares - truth) / len(kinds)
        logs = -np.logaddexp(0, -trial.scale * scores)
        by_scale = (missed * trial.power * scores * -np.expm1(logs)).sum()
        by_shift = missed.sum(axis=0) + 2 * SHIFT_PENALTY * trial.shifts
        slope = np.concatenate([[by_scale, (missed * logs).sum()], by_shift])
        likelihood = -np.log(np.maximum(shares[truth > 0], 1e-12)).mean()
        return likelihood + SHIFT_PENALTY * float(trial.shifts @ trial.shifts), slope

    found = import_module("scipy.optimize").minimize(
        cost,
        np.concatenate([[3.0, 1.5], np.zeros(count)]),
        jac=True,
        method="L-BFGS-B",
        bounds=[(0.1, 20.0), (0.1, 20.0), *[(-3.0, 3.0)] * count],
    )
    return Calibration(float(found.x[0]), float(found.x[1]), found.x[2:])


def chances(scores: Floats, calibration: Calibration) -> Floats:
    """Turn scores into chances that add up to one: each kind's sigmoid to a power, shifted, over their sum."""
    logs = -np.logaddexp(0, -calibration.scale * scores)
    raised = calibration.power * logs + calibration.shifts
    raised = np.exp(raised - raised.max(axis=-1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=-1, keepdims=True)
    return shares


def _separate(matrix: Matrix, member: Flags, weights: Floats) -> tuple[Floats, Floats, float]:
    support = import_module("sklearn.svm").LinearSVC(C=SOFTNESS, class_weight="balanced", random_state=0)
    ratios = _ratios(matrix, member, weights)
    support.fit(_scaled(matrix, ratios), member, sample_weight=weights)
    ratios[rows_with(matrix) == 0] = 0.0
    return ratios, support.coef_[0], float(support.intercept_[0])


def _ratios(matrix: Matrix, member: Flags, weights: Floats) -> Floats:
    """Say how much more often each n-gram stands in the kind's texts than in the others, on a damped log scale."""
    inside = (weights * member) @ matrix + SMOOTHING
    outside = (weights * ~member) @ matrix + SMOOTHING
    logs = np.log(inside / inside.sum()) - np.log(outside / outside.sum())
    damped: Floats = np.sign(logs) * np.abs(logs) ** DAMPING
    return damped


def _scaled(matrix: Matrix, ratios: Floats) -> Matrix:
    """Scale the columns, then bring every row to length one."""
    scaled = matrix.copy()
    scaled.data *= ratios[scaled.indices]
    lengths = np.sqrt(np.asarray(scaled.multiply(scaled).sum(axis=1)).ravel())
    scaled.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(scaled.indptr))
    return scaled
