"""The made-up area of Northmere, to try pages in."""

from tests.in_northmere import area, made

__all__ = ["area", "made"]
