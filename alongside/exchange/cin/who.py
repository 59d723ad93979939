"""The people of a batch: found by the council's own identifier, or made, and held by the team."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from alongside.audit import services as audit
from alongside.circles import services as circles
from alongside.exchange.cin.loading import Loading, identity_digest
from alongside.exchange.cin.record import Child
from alongside.exchange.cin.report import Remark
from alongside.exchange.models import LoadedChild
from alongside.people import identifiers, queries
from alongside.people import services as people
from alongside.people.models import Identity, Person
from alongside.sharing import services as sharing
from alongside.sharing.rules import Action
from alongside.vault import services as vault

CORRECTED_HERE = (
    "the date of birth or sex was corrected here, so what the return says stands in the note only"
)


@dataclass(frozen=True, slots=True)
class People:
    """Who the children of a batch are: their persons, and what earlier files had."""

    persons: dict[str, UUID]
    rows: dict[str, LoadedChild]
    fresh: frozenset[str]


def people_of(loading: Loading, children: Sequence[Child]) -> People:
    """A person for each child. New ones are made; every one is held by the team, once."""
    system = identifiers.la_child_id(loading.agency.slug)
    local_ids = [child.local_id for child in children]
    known = queries.by_identifiers(system, local_ids)
    upns = usable_upns(loading, children)
    strangers = [child for child in children if child.local_id not in known]
    made = register(loading, system, strangers, upns)
    rows = loading.rows_of(local_ids)
    rows |= remember(loading, [child for child in children if child.local_id not in rows])
    found = People(known | made, rows, frozenset(made))
    hold(loading, found.persons.values())
    return found


def register(
    loading: Loading, system: str, children: Sequence[Child], upns: dict[str, str]
) -> dict[str, UUID]:
    new = [
        people.NewPerson(identity_in(child), tuple(given(system, child, upns)))
        for child in children
    ]
    if not new:
        return {}
    people.bulk_register(by=loading.by, people=new, agency=loading.agency.pk)
    record(loading, Action.ADD, "people.person", [(person.id, person.id) for person in new])
    loading.report.new_people += len(new)
    return {child.local_id: person.id for child, person in zip(children, new, strict=True)}


def given(system: str, child: Child, upns: dict[str, str]) -> list[people.GivenIdentifier]:
    own = [people.GivenIdentifier(system, child.local_id)]
    upn = upns.get(child.local_id)
    return own if upn is None else [*own, people.GivenIdentifier(identifiers.UPN, upn)]


def identity_in(child: Child) -> Identity:
    return Identity(born=child.born, sex=child.sex)


def usable_upns(loading: Loading, children: Iterable[Child]) -> dict[str, str]:
    """Pupil numbers that can be identifiers, and that nobody has yet, by child.

    That somebody elsewhere has one already is not told: it would show who is known to others.
    A mistyped one stays in the note.
    """
    spelled: dict[str, str] = {}
    for child in children:
        upn = spelled_upn(child.upn)
        if upn is not None and upn not in loading.shared_upns:
            spelled[child.local_id] = upn
        elif child.upn:
            loading.report.upns_not_used += 1
    taken = queries.by_identifiers(identifiers.UPN, set(spelled.values()))
    return {local_id: upn for local_id, upn in spelled.items() if upn not in taken}


def spelled_upn(written: str) -> str | None:
    try:
        return identifiers.normalised(identifiers.UPN, written)
    except identifiers.BadIdentifier:
        return None


def remember(loading: Loading, children: Sequence[Child]) -> dict[str, LoadedChild]:
    rows = {
        child.local_id: LoadedChild(
            agency=loading.agency,
            token=loading.child_token(child.local_id),
            identity=digest_in(child),
        )
        for child in children
    }
    LoadedChild.objects.bulk_create(rows.values())
    return rows


def hold(loading: Loading, persons: Iterable[UUID]) -> None:
    held = circles.hold_many(by=loading.by, people=persons, team=loading.team.pk)
    record(
        loading,
        Action.CHANGE_CIRCLE,
        "circles.holding",
        [(holding.person_id, holding.pk) for holding in held],
    )


def refresh(loading: Loading, found: People, noted: Iterable[Child]) -> None:
    """Give people we knew what the file newly says of them, unless a worker said otherwise."""
    children = [child for child in noted if child.local_id not in found.fresh]
    if not children:
        return
    upns = usable_upns(loading, children)
    # What a worker corrects in this very moment waits, or is seen here.
    audit.hold(found.persons[child.local_id] for child in children)
    persons = Person.objects.in_bulk([found.persons[child.local_id] for child in children])
    vault.fetch_keys(persons)
    for child in children:
        person = persons[found.persons[child.local_id]]
        refresh_identity(loading, person, found.rows[child.local_id], child)
        if upn := upns.get(child.local_id):
            new = people.identify(
                by=loading.by, person=person.pk, system=identifiers.UPN, value=upn
            )
            record(loading, Action.NAME, "people.identifier", [(person.pk, new.pk)])


def refresh_identity(loading: Loading, person: Person, row: LoadedChild, child: Child) -> None:
    if bytes(row.identity) == digest_in(child) and not is_blank(person.identity):
        return
    now = person.identity
    digest = identity_digest(local_id=child.local_id, born=now.born, sex=now.sex)
    if bytes(row.identity) != digest and not is_blank(now):
        loading.report.left_out.append(Remark(child.line, child.local_id, CORRECTED_HERE))
        return
    identity = replace(now, born=child.born, sex=child.sex)
    if identity != now:
        record(loading, Action.NAME, "people.person", [(person.pk, person.pk)])
        people.name_person(
            by=loading.by, person=person.pk, identity=identity, agency=loading.agency.pk
        )
    row.identity = digest_in(child)
    row.save(update_fields=["identity"])


def is_blank(identity: Identity) -> bool:
    return identity.born is None and not identity.sex


def digest_in(child: Child) -> bytes:
    return identity_digest(local_id=child.local_id, born=child.born, sex=child.sex)


def record(
    loading: Loading, action: Action, kind: str, changed: Sequence[tuple[UUID, UUID]]
) -> None:
    """The access events of what was brought in about these people."""
    events = [
        audit.Look(
            person=person,
            action=action,
            room="exchange",
            kind=kind,
            object=object,
            rule="imported",
        )
        for person, object in changed
    ]
    if events:
        sharing.imported(by=loading.by, events=events)
