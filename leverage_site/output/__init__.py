"""Bytes → disk: nothing of anybody else's is touched, nothing is left half done."""
