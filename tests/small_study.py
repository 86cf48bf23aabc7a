"""A small sound study file: the only one the tests have; they change or spoil it as they need."""

SOUND = """\
[question]
id = "small"
title = "A small study"
text = "Does it run?"

[levers]
structure = ["inside_operations", "separate"]
firm = "six_people"
world = ["once", "contract"]

[uncertainties]

[constants]
seed = 7
days = 30
replicates = 3
attention.hours = 6

[outcomes]
primary = ["failures_per_1000"]
lower_is_better = "failures_per_1000"
measures = ["advocacy", "effective_advocacy"]
against = "separate"

[[predictions]]
claim = "H2"
text = "Separate advocates more."
measure = "advocacy"
a = "separate"
b = "inside_operations"
direction = "a_above"
smallest_effect = 0.02
kind = "test"

[[predictions]]
claim = "H6"
text = "Word between colleagues matters."
measure = "advocacy"
a = "inside_operations"
b = "inside_operations"
variant_b = "no_lateral"
direction = "a_above"
smallest_effect = 0.02
kind = "test"

[[variants]]
id = "no_lateral"
title = "nobody tells a colleague"
settings.improvement.lateral = 0
structure = "inside_operations"

[quick]
world = "once"
variants = []
replicates = 2
"""
