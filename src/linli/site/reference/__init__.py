"""The reference pages that are written from the code, so that they cannot say something else than it does.

`python -m linli.site.reference` writes them below docs; a test compares.
"""
