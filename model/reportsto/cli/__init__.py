"""The command line: thin, a file a command; `main.py` gathers them, `leaving.py` turns errors into exit codes."""
