"""Reading results: tables of runs go in, numbers with intervals come out. Needs no engine."""
