"""Patterns: figures that somebody published about firms, and whether runs of the model meet them."""

from reportsto.patterns.checking import PLACEMENTS, Checked, check, mixed
from reportsto.patterns.pattern import Pattern, PatternError
from reportsto.patterns.reading import patterns, read_patterns

__all__ = ["PLACEMENTS", "Checked", "Pattern", "PatternError", "check", "mixed", "patterns", "read_patterns"]
