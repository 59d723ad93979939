"""Turns a typed e-mail address into a token, so that no table ever holds the address itself."""

import unicodedata

from alongside.vault import services as vault

DOMAIN = "sealed.invalid"


def normal(address: str) -> str:
    """One spelling for each address: as mail in practice reads it, without regard to case."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def pseudo(address: str) -> str:
    """The pseudo-address under which an account with this address is found."""
    return f"{vault.blind('email', normal(address)).hex()}@{DOMAIN}"
