"""An attack on published tables: what can a hidden count be, seeing every told count and every sum? Linear programming."""

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_array


def recovered(told, lines, *, width):
    """List the hidden counts that are known more nearly than they should be, with the least and the most they can be."""
    known = _Known(told, lines)
    found = [(cell, *known.interval(cell, enough=width)) for cell in known.place]
    return [(cell, least, most) for cell, least, most in found if most - least < width - 1e-6]


def interval(cell, told, lines):
    """Work out the least and the most a hidden count can be."""
    return _Known(told, lines).interval(cell, enough=np.inf)


class _Known:
    def __init__(self, told, lines):
        hidden = sorted(cell for cell, count in told.items() if count is None)
        self.place = {cell: at for at, cell in enumerate(hidden)}
        entries, self.values = [], []
        for whole, parts in lines:
            line = [(whole, 1), *((part, -1) for part in parts)]
            open_ones = [(self.place[cell], sign) for cell, sign in line if cell in self.place]
            if open_ones:
                entries += [(len(self.values), at, sign) for at, sign in open_ones]
                self.values.append(-sum(sign * (told.get(cell) or 0) for cell, sign in line if cell not in self.place))
        rows, columns, signs = zip(*entries, strict=True) if entries else ((), (), ())
        self.sums = csr_array((signs, (rows, columns)), shape=(len(self.values), len(hidden)), dtype=float)

    def interval(self, cell, *, enough):
        """Give both ends; the upper one only until the interval is wide enough."""
        least = self._end(cell, 1, None)
        return least, self._end(cell, -1, least + enough)

    def _end(self, cell, sign, most):
        aim = np.zeros(len(self.place))
        aim[self.place[cell]] = sign
        bounds = np.array([(1, np.inf)] * len(self.place))
        if most is not None:
            bounds[self.place[cell], 1] = most
        sums = {"A_eq": self.sums, "b_eq": self.values} if self.values else {}
        found = linprog(aim, bounds=bounds, **sums)
        assert found.status in {0, 3}, found.message
        return sign * found.fun if found.status == 0 else np.inf
