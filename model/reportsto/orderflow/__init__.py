"""Phases 1, 2, 3 and 7: orders, contacts, handling and customers; pure functions of numbers."""
