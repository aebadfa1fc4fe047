"""Template filters of mediation."""
