"""Files that people write: one bounded reader for text, CSV and TOML, and one format of place for their mistakes."""
