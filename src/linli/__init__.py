"""Linli runs the services of a Chinese neighbourhood, from one street office to a whole city."""
