"""Why a change of a circle cannot be. Each is a fact about the circle, never about permission."""


class CircleRefusal(ValueError):
    """The circle is not in a state in which this could be done; nothing was changed."""


class OwnCircle(CircleRefusal):
    """The person stands in the middle of their own circle, and is not a member of it."""


class WrongPost(CircleRefusal):
    """A worker needs a post that they hold now; everybody else has none."""


class AlreadyMember(CircleRefusal):
    """They are in the circle already, in this post."""


class AlreadyInvited(CircleRefusal):
    """They have an invitation that they have not answered."""


class NotInvited(CircleRefusal):
    """There is no open invitation of this id for this account."""


class Expired(CircleRefusal):
    """The invitation has run out; they can be invited again."""


class NotMember(CircleRefusal):
    """There is no active membership of this id (for `leave`: of this account)."""


class NotAWorker(CircleRefusal):
    """Only an active worker of the circle, in a post they hold, can be its key worker."""


class NotHeld(CircleRefusal):
    """This team does not hold the journey."""


class KeyWorkersTeam(CircleRefusal):
    """The key worker's team holds the journey for as long as they are key worker."""


class WorkersPlace(CircleRefusal):
    """A worker's place is their work: it is taken or given up, and never frozen or measured."""
