"""What is built from sources and committed: templates and catalogues. `xlreport build --check` compares."""
