"""CPU time of the work itself, without the cycle collector, which walks through all that other tests left."""

import gc
import time


class _Collector:
    """Watches the cycle collector of this process, and how much of its CPU that takes."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.began = 0.0
        gc.callbacks.append(self._watch)

    def _watch(self, phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            self.began = time.process_time()
        else:
            self.seconds += time.process_time() - self.began


_COLLECTOR = _Collector()


def cpu() -> float:
    """Return the CPU seconds of this process without its cycle collector's."""
    return time.process_time() - _COLLECTOR.seconds
