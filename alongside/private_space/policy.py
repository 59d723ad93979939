"""Who has a private space: whoever is here for themselves, as a person or as family."""

from alongside.accounts.viewer import Capacity, Viewer


def may_keep(*, by: Viewer) -> bool:
    return by.is_signed_in and by.capacity is Capacity.PERSON
