"""What tasks amount to: hours, minutes, minutes, tokens, as a record spells them."""

from random import Random

SLOWEST, FASTEST = 2, 3_500
_MINUTES = (0.5, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5, 5, 8, 10, 15)
_UNSUPERVISED = 0.05
_UNKNOWN = 0.08


def factor(random: Random, progress: float, pace: float) -> float:
    """Draw a leverage factor for that time of the year: the median rises from one end of the year to the other."""
    usual = 7.5 * 6**progress
    return usual * pace * random.lognormvariate(0, 0.55)


def minutes(hours: float, target: float) -> float:
    """Return the assistant's minutes for a factor of about `target`, as round as people write them."""
    exact = hours * 60 / min(FASTEST, max(SLOWEST, target))
    step = 0.5 if exact < 8 else 1 if exact < 60 else 5
    return max(step, round(exact / step) * step)


def duration(minutes: float) -> str:
    """`30s`, `7.5m`, `1h 25m`."""
    if minutes < 1:
        return f"{minutes * 60:g}s"
    hours, rest = divmod(minutes, 60)
    if hours == 0 or rest % 1:
        return f"{minutes:g}m"
    return f"{hours:g}h {rest:g}m" if rest else f"{hours:g}h"


def supervision(random: Random, progress: float) -> float | None:
    """Minutes spent on instructions, fewer as the year goes on; None where nobody noted them."""
    chance = random.random()
    if chance < _UNKNOWN:
        return None
    if chance < _UNKNOWN + _UNSUPERVISED:
        return 0
    noted = random.choice(_MINUTES) * (1.3 - 0.5 * progress)
    return max(0.5, round(noted * 2) / 2) if noted < 3 else round(noted)


def tokens(random: Random, minutes: float) -> int:
    """Tokens of so many minutes, to the thousand."""
    return max(2, round(minutes * random.uniform(6, 18) + random.uniform(1, 20))) * 1000


def token_text(random: Random, tokens: int, how: str) -> str:
    """Write a count: by `how`, `4826113` exactly, `~2.6M` or `~410k` as an estimate, else `2.62M` or `412k`."""
    if how == "exact":
        return str(tokens + random.randrange(1000))
    if how == "estimate":
        return f"~{tokens / 1e6:.1f}M" if tokens >= 1e6 else f"~{max(1, round(tokens / 1e4)) * 10}k"
    return f"{tokens / 1e6:.2f}M" if tokens >= 1e6 else f"{tokens // 1000}k"
