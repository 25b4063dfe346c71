"""What is built from sources and committed: templates, catalogues and the Excel add-in. `xlreport build --check` compares."""
