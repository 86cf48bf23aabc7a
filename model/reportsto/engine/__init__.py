"""The compiled firm: the same rules, schedule and draws as `reference`, over arrays, equal to it bit for bit."""
