"""One run taken apart, case by case: the trace, the story of a case, and where reports are lost."""
