"""What is on disk: the journal of runs, the tables, where they come from, and what differs between two folders."""
