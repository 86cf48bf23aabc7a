"""Figures of who wins where."""
