"""Organisations from files of any kind: posts as they were read, what was repaired, and the chart they make."""
