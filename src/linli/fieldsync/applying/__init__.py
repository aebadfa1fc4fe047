"""What each command of a phone does: one file for each room it goes to, one table of them all."""
