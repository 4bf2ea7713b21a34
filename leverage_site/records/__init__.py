"""What a record is, and how it is read from its file."""
