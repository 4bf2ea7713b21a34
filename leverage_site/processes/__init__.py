"""Work shared out to the processors of this machine."""
