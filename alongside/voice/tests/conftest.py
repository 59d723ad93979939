"""The made-up area of Northmere, as the pages of home are tried in it."""

from alongside.home.tests.conftest import area, made

__all__ = ["area", "made"]
