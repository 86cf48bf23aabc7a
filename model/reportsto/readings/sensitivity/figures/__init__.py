"""Figures of what a difference depends on."""
