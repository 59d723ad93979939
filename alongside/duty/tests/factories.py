"""Workers, shifts and promises for tests, of every room from duty upwards.

samira = make_worker("Samira Khan", team="Family Help")
joyce = make_worker("Joyce Adeyemi", team="Emergency Duty Team", on_duty=True)
promise = make_promise(samira, due_in=timedelta(days=7))
"""

from datetime import timedelta
from uuid import UUID

from alongside.accounts.tests.factories import an_account, as_person
from alongside.accounts.viewer import Capacity, PostHeld, Viewer, system
from alongside.agencies import services as agencies
from alongside.agencies.models import Agency, Team
from alongside.duty import services
from alongside.duty.models import Kind, Promise, Shift
from alongside.lib import clock, ids


def make_viewer(name: str = "Dawn Hale") -> Viewer:
    """Somebody with a new account of their own and no post: a person or a member of a family."""
    return as_person(an_account(name).id)


def make_team(name: str = "Family Help", *, agency: str = "northmere") -> Team:
    """The team of this name, made with its agency when it is not there yet."""
    council = Agency.objects.filter(slug=agency).first() or agencies.create_agency(
        by=system(), slug=agency, name=agency.title(), kind=Agency.Kind.COUNCIL
    )
    found = Team.objects.filter(agency=council, name=name).first()
    return found or agencies.create_team(by=system(), agency=council.id, name=name)


def make_worker(
    name: str = "Samira Khan",
    *,
    team: str = "Family Help",
    agency: str = "northmere",
    role: str = "Social worker",
    on_duty: bool = False,
) -> Viewer:
    """A worker with a new account and a post since a year ago; `on_duty` for the next hours too."""
    person = make_viewer(name)
    assert person.account is not None
    held_in = make_team(team, agency=agency)
    since = clock.now() - timedelta(days=365)
    post = agencies.appoint(
        by=system(), account=person.account, team=held_in.id, role=role, since=since
    )
    worker = Viewer(
        account=person.account,
        capacity=Capacity.WORKER,
        post=PostHeld(id=post.id, agency=held_in.agency_id, team=held_in.id, role=role),
        proof="demo",
        proved_at=clock.now(),
        request=ids.new(),
    )
    if on_duty:
        make_shift(worker)
    return worker


def make_shift(
    worker: Viewer,
    *,
    starts_in: timedelta = timedelta(hours=-1),
    lasts: timedelta = timedelta(hours=9),
    team: UUID | None = None,
) -> Shift:
    """A shift of this worker, begun an hour ago unless told; for their own team unless told."""
    assert worker.post is not None
    starts = clock.now() + starts_in
    return services.add_shift(
        by=system(), post=worker.post.id, starts=starts, ends=starts + lasts, team=team
    )


def make_promise(
    owner: Viewer,
    *,
    due_in: timedelta = timedelta(days=28),
    object: UUID | None = None,
    person: UUID | None = None,
) -> Promise:
    """A review that this worker owes, of something that stands in no table unless told."""
    assert owner.post is not None
    return services.make(
        by=owner,
        kind=Kind.REVIEW,
        room="journey" if object else "nowhere",
        object=object or ids.new(),
        person=person or ids.new(),
        owner_post=owner.post.id,
        due_at=clock.now() + due_in,
    )
