"""Numbers of things, in words."""


def counted(number: int, noun: str) -> str:
    """`1 task`, `2 tasks`, `1,234 tasks`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
