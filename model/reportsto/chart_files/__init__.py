"""Charts as files and as text: read, checked, written, drawn for a terminal; nothing here makes a row."""
