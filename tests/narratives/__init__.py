"""Narratives about random reports, sentence by sentence, with every number's truth known: material for judging the prose checks.

Nothing here imports the checks or knows how they read. A pattern writes one sentence from true figures; a number of it can
then be made false. What a reader with the tables at hand could check is said pattern by pattern.
"""
