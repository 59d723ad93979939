"""A channel that breaks, for tests."""

from alongside.notices.channels import Delivery


class Broken:
    name = "console"

    def deliver(self, delivery: Delivery) -> None:
        raise ConnectionError("mailbox of zebedee@example.org is full")
