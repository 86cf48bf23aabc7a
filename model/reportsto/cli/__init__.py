"""The command line: thin, one group of commands a file."""
