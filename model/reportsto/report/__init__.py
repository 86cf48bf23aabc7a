"""From a table of runs to what people read: tables, figures, and one page with the finding."""
