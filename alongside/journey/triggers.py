"""What an entry said stays: versions are never changed and never deleted, nor what stands beside."""

from alongside.audit.triggers import AppendOnly

REMARKS = AppendOnly("journey_remark")
VERSIONS = AppendOnly("journey_entryversion", keys=(("id",), ("entry_id", "number")))
