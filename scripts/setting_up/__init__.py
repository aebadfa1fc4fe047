"""The steps behind `make setup`, `make demo`, `make test` and `make check`: standard library only, Python 3.9 and later."""
