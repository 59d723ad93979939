from uuid import UUID, uuid4


def new() -> UUID:
    return uuid4()
