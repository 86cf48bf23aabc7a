"""The Mesa firm: the model written to be read. The words of the code are the words of the question."""
