"""Percentiles, and the load of the machine that they were measured on."""

import os
import statistics
from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """The value that this share of all values does not pass (nearest rank)."""
    ranked = sorted(values)
    return ranked[max(0, -(-len(ranked) * int(share * 100) // 100) - 1)]


def spread(milliseconds: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99 of some times, in milliseconds."""
    if not milliseconds:
        return {}
    return {
        "p50_ms": round(statistics.median(milliseconds), 2),
        "p95_ms": round(percentile(milliseconds, 0.95), 2),
        "p99_ms": round(percentile(milliseconds, 0.99), 2),
        "max_ms": round(max(milliseconds), 2),
    }


def machine() -> dict[str, object]:
    """What a figure is worth depends on what else the machine was doing."""
    return {"cores": os.cpu_count(), "load_average": [round(load, 2) for load in os.getloadavg()]}
