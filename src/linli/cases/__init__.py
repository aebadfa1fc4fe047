"""Everything that has to be done: kinds, workflow, clocks, tasks, check-back, closing, ratings."""
