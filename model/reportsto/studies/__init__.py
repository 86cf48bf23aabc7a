"""What a study is: its file, its records, its parameter points. Plain data."""
