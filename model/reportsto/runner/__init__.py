"""Running studies: a study file goes in, a table of runs comes out. Nothing here reads results."""
