"""The sample town: a wholly invented district with its streets, people, staff and past cases.

Its division code 990101 is given to no place, it lies in the open sea, its phones and ID numbers come from ranges kept for tests.
"""
