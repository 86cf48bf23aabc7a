"""Groups of commands with a file of their own."""
