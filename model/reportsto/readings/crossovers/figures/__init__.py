"""Figures of where structures change places."""
