"""What an officer sees and settles of a collection: board, findings, decisions, reminders."""
