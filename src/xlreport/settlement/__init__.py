"""Which file counts for each department: statuses, rivals, decisions, waivers."""
