"""One table of blocks of one size. Nothing in it says whose a block is, when, or whether at all."""

from django.db import models


class Block(models.Model):
    """A block that is in use, waits to be used, or never will be: nobody can tell by looking.

    No default makes an id or a time: both would say when. See docs/adr/0007.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return "a block"
