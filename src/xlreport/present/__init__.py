"""Findings for people and programs: one module a format, each with one `render(batch, rules)`.

`rules` gives the RuleSet of a form id; formats.py names the modules and loads only the one asked for.
"""
