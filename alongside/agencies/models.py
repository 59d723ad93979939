"""Agencies, their teams, and the posts that workers hold in them. No verbs."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from alongside.lib import ids


class AgencyKind(models.TextChoices):
    COUNCIL = "council", "Council"
    SCHOOL = "school", "School"
    HEALTH = "health", "Health"
    HOUSING = "housing", "Housing"
    CHARITY = "charity", "Charity"
    POLICE = "police", "Police"
    OTHER = "other", "Other"


class Agency(models.Model):
    """An organisation that supports people. Its name is public, so it is not sealed."""

    Kind = AgencyKind

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=AgencyKind)

    class Meta:
        verbose_name_plural = "agencies"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=AgencyKind.values), name="agency_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.name


class Team(models.Model):
    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agency", "name"], name="team_named_once")]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """What one worker is in one team, from one day until another."""

    id = models.UUIDField(primary_key=True, default=ids.new, editable=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="posts")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=80)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["account", "since"], name="post_of_account")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="post_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.role
