"""Forms as data: what a form is, how it is read from form.toml, and what stands in its cells. Knows no Excel."""
