"""What every room needs: errors, commands, facts, working time, secrets, scope."""
