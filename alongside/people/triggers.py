"""Who a person was said to be stays: versions are never changed and never deleted."""

from alongside.audit.triggers import AppendOnly

VERSIONS = AppendOnly("people_identityversion", keys=(("id",), ("person_id", "number")))
