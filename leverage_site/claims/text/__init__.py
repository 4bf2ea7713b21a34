"""What words and numbers are, before anything is known: tokens, written numbers, and the vocabulary."""
