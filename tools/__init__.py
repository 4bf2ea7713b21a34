"""What maintainers run by hand: the lock of dependencies, the picture that social networks show."""
