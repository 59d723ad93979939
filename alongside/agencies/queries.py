"""Reads by id. Who may see a person is sharing's; who works where is public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from alongside.accounts.viewer import PostHeld
from alongside.agencies.models import Agency, Post
from alongside.lib.memory import look_up


@dataclass(frozen=True, slots=True)
class PostLabel:
    """How a post is written beside a name: "Social worker, Family Help, Northmere Council"."""

    role: str
    team: str
    agency: str


def active(at: datetime) -> QuerySet[Post]:
    """The posts held at this moment: since <= at < until."""
    return Post.objects.filter(since__lte=at).filter(Q(until__isnull=True) | Q(until__gt=at))


def post_held(account: UUID, at: datetime) -> PostHeld | None:
    """The account's current post, the one held longest if there are several."""
    return posts_held([account], at).get(account)


def posts_held(accounts: Iterable[UUID], at: datetime) -> dict[UUID, PostHeld]:
    """The same for many accounts, those that have one: one query."""
    found: dict[UUID, PostHeld] = {}
    for post in active(at).filter(account__in=set(accounts)).order_by("since", "id"):
        held = PostHeld(id=post.id, agency=post.agency_id, team=post.team_id, role=post.role)
        found.setdefault(post.account_id, held)
    return found


def current_posts(accounts: Iterable[UUID], at: datetime) -> dict[UUID, UUID]:
    """The same as ids."""
    return {account: held.id for account, held in posts_held(accounts, at).items()}


def leads(team: UUID, at: datetime) -> QuerySet[Post]:
    """The posts that lead this team at this moment."""
    return active(at).filter(team=team, role__icontains="manager")


def agency_names(agencies: Iterable[UUID]) -> dict[UUID, str]:
    """One query."""
    return dict(Agency.objects.filter(id__in=set(agencies)).values_list("id", "name"))


def posts(posts: Iterable[UUID]) -> dict[UUID, PostLabel]:
    """One query; posts that have ended keep their label, since history shows them."""
    return look_up("agencies.posts", posts, _posts)


def _posts(posts: set[UUID]) -> dict[UUID, PostLabel]:
    rows = Post.objects.filter(id__in=posts).values_list("id", "role", "team__name", "agency__name")
    return {row: PostLabel(role, team, agency) for row, role, team, agency in rows}


def by_slug(slug: str) -> Agency | None:
    return Agency.objects.filter(slug=slug).first()


def holder(post: UUID) -> UUID | None:
    """The account that holds this post, or held it last."""
    return Post.objects.filter(id=post).values_list("account_id", flat=True).first()
