"""A document laid against a form: what its tables and paragraphs say, whatever file they came from."""
