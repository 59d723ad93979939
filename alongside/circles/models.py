"""Tables of circles: who is around a person, who is asked to join, which teams hold the journey."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.lib import clock, ids
from alongside.people.models import Person
from alongside.vault.models import SealedRow


@dataclass(frozen=True, slots=True)
class Words:
    """What the circle says about a member: who they are to the person, and what they are there for."""

    relationship: str = ""
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Question(Words):
    """What somebody is asked with: the same, and the e-mail address as it was typed."""

    address: str = ""


class Role(models.TextChoices):
    FAMILY = "family", _("Family")
    CARER = "carer", _("Carer")
    ADVOCATE = "advocate", _("Advocate")
    WORKER = "worker", _("Worker")


class Reach(models.TextChoices):
    """What somebody who is no worker may see, by a decision of two people. Nothing is automatic."""

    NOTHING = "nothing", _("Nothing yet")
    PLAN = "plan", _("The plan, and who is in the circle")
    SHARED = "shared", _("Everything that is shared with the circle")


class Answer(models.TextChoices):
    """How an invitation ended. LAPSED: it ran out, and the same somebody was invited again."""

    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


KNOWN_ROLE = Q(role__in=Role.values)
A_POST_FOR_WORKERS_ONLY = Q(role=Role.WORKER, post__isnull=False) | (
    ~Q(role=Role.WORKER) & Q(post__isnull=True)
)


class Membership(SealedRow):
    """One stay of one account in one person's circle. It ends by `until`, and is never deleted."""

    Contents = Words

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    post = models.ForeignKey("agencies.Post", null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=Role)
    # True only now: who was key worker when is told by KeyWorkerSpell.
    is_key_worker = models.BooleanField(default=False)
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)
    # What happened before this moment is not theirs to see. Null: the whole history is.
    history_from = models.DateTimeField(null=True)
    # For family, carers and advocates alone: a worker's place is their work.
    reach = models.CharField(max_length=16, choices=Reach, default=Reach.NOTHING)
    # Stopped while somebody finds out whether it is safe, until two people decide anew.
    frozen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["person", "until"], name="circles_member_of"),
            models.Index(fields=["account", "until"], name="circles_memberships_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "account", "post"],
                condition=Q(until__isnull=True, post__isnull=False),
                name="circles_one_stay_in_a_post",
            ),
            models.UniqueConstraint(
                fields=["person", "account"],
                condition=Q(until__isnull=True, post__isnull=True),
                name="circles_one_stay_without_post",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(is_key_worker=True),
                name="circles_one_key_worker",
            ),
            models.CheckConstraint(
                condition=Q(is_key_worker=False) | Q(role=Role.WORKER, until__isnull=True),
                name="circles_key_worker_is_active_worker",
            ),
            models.CheckConstraint(condition=KNOWN_ROLE, name="circles_member_role"),
            models.CheckConstraint(
                condition=Q(reach__in=Reach.values), name="circles_member_reach"
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.WORKER) | Q(frozen_at__isnull=True),
                name="circles_workers_are_not_frozen",
            ),
            models.CheckConstraint(condition=A_POST_FOR_WORKERS_ONLY, name="circles_member_post"),
            # Equal is an empty stay: joined and gone in the same instant.
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="circles_member_until_after_since",
            ),
        ]

    @property
    def sealed_owner(self) -> UUID:
        return self.person_id

    @property
    def words(self) -> Words:
        """Relationship and purpose, unsealed with the person's key."""
        words: Words = self.contents
        return words


class KeyWorkerSpell(models.Model):
    """Who was key worker from when to when: history beside the flag on the membership."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="spells")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(until__isnull=True),
                name="circles_one_key_worker_spell",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="circles_spell_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return f"key worker spell {self.pk}"


class Invitation(SealedRow):
    """Somebody asked to join one person's circle. It is answered once, and never deleted.

    Asked by account, or by an address: then nobody knows whose it is until they answer.
    """

    Contents = Question

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # The token by which an account with this address is found: see accounts.addresses.
    address = models.CharField(max_length=100, blank=True)
    post = models.ForeignKey("agencies.Post", null=True, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=Role)
    history_from = models.DateTimeField(null=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=16, choices=Answer, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["account", "answered_at"], name="circles_invitations_for"),
            models.Index(fields=["address"], name="circles_asked_by_address"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "account", "post"],
                condition=Q(answered_at__isnull=True, post__isnull=False),
                name="circles_one_invitation_in_a_post",
            ),
            models.UniqueConstraint(
                fields=["person", "account"],
                condition=Q(answered_at__isnull=True, post__isnull=True),
                name="circles_one_invitation_without_post",
            ),
            models.UniqueConstraint(
                fields=["person", "address"],
                condition=Q(answered_at__isnull=True) & ~Q(address=""),
                name="circles_one_invitation_to_an_address",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | (~Q(address="") & Q(post__isnull=True)),
                name="circles_invited_somebody",
            ),
            models.CheckConstraint(condition=KNOWN_ROLE, name="circles_invited_role"),
            models.CheckConstraint(condition=A_POST_FOR_WORKERS_ONLY, name="circles_invited_post"),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answer="")
                | Q(answered_at__isnull=False, answer__in=Answer.values),
                name="circles_answered_at_with_answer",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="circles_expires_after_invited"
            ),
        ]

    @property
    def sealed_owner(self) -> UUID:
        return self.person_id

    @property
    def words(self) -> Question:
        """Relationship, purpose and the typed address, unsealed with the person's key."""
        words: Question = self.contents
        return words


class Holding(models.Model):
    """A team that holds a journey: its people may see it while they are on duty."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(default=clock.now)
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["team", "until"], name="circles_held_by")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "team"],
                condition=Q(until__isnull=True),
                name="circles_one_holding",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="circles_holding_until_after_since",
            ),
        ]

    def __str__(self) -> str:
        return f"holding {self.pk}"
