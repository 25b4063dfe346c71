"""One function for each thing a person does, shared by the command line and the live buttons.

Nothing here prints or exits; heavy imports wait until they are needed.
"""
