"""Rules: one line over named cells, read at load time into linear sums. Nothing is ever evaluated as code."""
