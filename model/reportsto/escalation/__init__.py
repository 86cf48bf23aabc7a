"""Phases 4, 5 and 6: what becomes of a report; pure functions of numbers."""
