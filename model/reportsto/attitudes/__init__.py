"""Phases 8 and 9: how attitudes move and who comes and goes; pure functions of numbers."""
