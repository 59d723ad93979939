"""Tables of duty: who is there to answer, what is owed to whom by when, and who is called next."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from alongside.lib import clock, ids


class Kind(models.TextChoices):
    """What sort of promise it is. Its ladder stands in duty/ladders.py."""

    REVIEW = "review", _("Review")
    CORRECTION = "correction", _("Something is not right")
    QUESTION = "question", _("A question about a look")


class State(models.TextChoices):
    """Seen is not answered. There is no expired, and nothing is deleted."""

    OPEN = "open", _("Open")
    SEEN = "seen", _("Seen")
    ANSWERED = "answered", _("Answered")


class Whom(models.TextChoices):
    """Who a rung calls; the names behind it are looked up at the moment it fires."""

    OWNER = "owner", _("The owner")
    ON_DUTY = "on_duty", _("People on duty in the owner’s team")
    LEAD = "lead", _("The team’s lead")


class Shift(models.Model):
    """Somebody is on duty for a team from `starts` until just before `ends`."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    post = models.ForeignKey("agencies.Post", on_delete=models.PROTECT, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["account", "ends"], name="duty_shifts_of"),
            models.Index(fields=["team", "ends"], name="duty_shifts_for"),
        ]
        constraints = [
            # Equal is a shift called off before it began.
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="duty_shift_ends_after_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"shift {self.pk}"


class Absence(models.Model):
    """The holder of a post is away from the morning of `starts` until the evening of `ends`.

    It is something to be told and no more: nobody can see or do anything because they cover.
    """

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    post = models.ForeignKey("agencies.Post", on_delete=models.PROTECT, related_name="+")
    starts = models.DateField()
    ends = models.DateField()
    cover = models.ForeignKey(
        "agencies.Post", null=True, on_delete=models.PROTECT, related_name="+"
    )
    set_at = models.DateTimeField(default=clock.now)
    called_off_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["post", "ends"], name="duty_absences_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__gte=F("starts")), name="duty_absence_ends_after_starts"
            ),
            models.CheckConstraint(
                condition=Q(cover__isnull=True) | ~Q(cover=F("post")),
                name="duty_covered_by_another",
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(called_off_at__isnull=True),
                name="duty_one_absence_of_a_post",
            ),
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"


class Promise(models.Model):
    """Something owed by a time. Only ids and clocks: the room that made it knows what it is about."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    kind = models.CharField(max_length=16, choices=Kind)
    room = models.CharField(max_length=32)
    object = models.UUIDField()
    person = models.UUIDField()
    owner_post = models.ForeignKey("agencies.Post", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey("agencies.Team", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    breached_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        indexes = [
            models.Index(fields=["person", "due_at"], name="duty_promises_about"),
            models.Index(fields=["room", "object"], name="duty_promises_for"),
            models.Index(
                fields=["due_at"],
                condition=Q(answered_at__isnull=True, breached_at__isnull=True),
                name="duty_promises_running",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="duty_promise_kind"),
            models.CheckConstraint(
                condition=Q(state=State.ANSWERED, answered_at__isnull=False)
                | Q(state__in=[State.OPEN, State.SEEN], answered_at__isnull=True),
                name="duty_answered_at_with_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} promise {self.pk}, {self.state}"


class Sighting(models.Model):
    """Somebody saw a promise. Kept for good, since seen is something a person is told."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="sightings")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"sighting {self.pk}"


class Rung(models.Model):
    """One step of a promise's ladder: when it fires, and whom it calls.

    All rungs are written with the promise. `fires_at` moves only forward in line: to now,
    when the rung before it found nobody.
    """

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="rungs")
    position = models.PositiveSmallIntegerField()
    whom = models.CharField(max_length=16, choices=Whom)
    fires_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    fired_at = models.DateTimeField(null=True)
    late_by = models.DurationField(null=True)
    # The rota was empty when this rung was tried: an alarm for whoever keeps the rota.
    nobody_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        indexes = [
            models.Index(
                fields=["fires_at"], condition=Q(fired_at__isnull=True), name="duty_rungs_waiting"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["promise", "position"], name="duty_one_rung_a_position"
            ),
            models.CheckConstraint(condition=Q(whom__in=Whom.values), name="duty_rung_whom"),
            models.CheckConstraint(
                condition=Q(fired_at__isnull=True, late_by__isnull=True)
                | Q(fired_at__isnull=False, late_by__isnull=False),
                name="duty_late_by_with_fired_at",
            ),
        ]

    def __str__(self) -> str:
        return f"rung {self.position} of {self.promise_id}"


class Call(models.Model):
    """One recipient called on one channel by one rung: never twice."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    rung = models.ForeignKey(Rung, on_delete=models.PROTECT, related_name="calls")
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField(max_length=16)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rung", "recipient", "channel"], name="duty_one_call_a_recipient"
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"


class Heartbeat(models.Model):
    """When a loop last ran, and the latest time it has ever seen.

    A clock that steps back cannot delay anything: rungs are read against `high_water`.
    """

    name = models.CharField(primary_key=True, max_length=32)
    at = models.DateTimeField()
    high_water = models.DateTimeField()

    def __str__(self) -> str:
        return f"heartbeat of {self.name}"
