"""From runs to an answer: tables, verdicts, pages."""
