"""What a plan said stays: versions are never changed and never deleted."""

from alongside.audit.triggers import AppendOnly

VERSIONS = AppendOnly("plans_planversion", keys=(("id",), ("plan_id", "number")))
