"""What records add up to: pure functions, no clock, no files."""
