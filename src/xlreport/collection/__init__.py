"""Many reports: the store, the roll-up, the dashboard. Nothing stands here yet."""
