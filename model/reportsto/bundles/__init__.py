"""A study handed over as one file: what was asked, what came out, what made it, and how to see that it is whole.

A bundle is an RO-Crate 1.1 in a zip file.
"""
