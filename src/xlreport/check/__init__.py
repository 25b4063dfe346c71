"""Holds a submission against its form and rules. Findings are data: returned, never raised or printed."""
