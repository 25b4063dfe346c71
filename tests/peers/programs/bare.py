"""Nothing at all: what the interpreter itself takes."""
