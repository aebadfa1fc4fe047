"""How far a drawing has come, and whether it may go on; tracts are searched in threads of their own."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from time import monotonic

from linli.grids.drawing.plan import Progress


class Clock:
    """Tell progress after every step, and say when time is up or somebody has had enough."""

    def __init__(self, of: int, time_limit_s: float | None, progress: Progress | None) -> None:
        self.of = of
        self.done = 0
        self.is_over = False
        self._ends_at = None if time_limit_s is None else monotonic() + time_limit_s
        self._progress = progress

    def step(self) -> None:
        """Count a step."""
        self.done += 1
        if self._progress is not None and self._progress(self.done, self.of) is False:
            self.is_over = True
        if self._ends_at is not None and monotonic() >= self._ends_at:
            self.is_over = True


def in_threads[Result](job: Callable[[int], Result], clock: Clock) -> Iterator[tuple[int, Result]]:
    """Do the job for every number below `clock.of`, on all cores; when the clock stops, what has not begun is left."""
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        waiting: dict[Future[Result], int] = {pool.submit(job, number): number for number in range(clock.of)}
        try:
            for future in as_completed(tuple(waiting)):
                yield waiting.pop(future), future.result()
                clock.step()
                if clock.is_over:
                    break
        finally:  # stopped, or something failed: what has not begun shall not begin
            pool.shutdown(wait=False, cancel_futures=True)
        yield from ((number, future.result()) for future, number in waiting.items() if not future.cancelled())
