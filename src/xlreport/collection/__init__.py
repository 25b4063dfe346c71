"""Many reports: kept in one file, re-checked in bulk, matched with the roster, added up."""
