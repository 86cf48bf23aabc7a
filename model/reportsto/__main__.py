"""`python -m reportsto` is the command line."""

from reportsto.cli.main import main

main()
