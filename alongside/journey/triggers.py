"""What an entry said stays: versions are never changed and never deleted."""

from alongside.audit.triggers import AppendOnly

VERSIONS = AppendOnly("journey_entryversion", keys=(("id",), ("entry_id", "number")))
