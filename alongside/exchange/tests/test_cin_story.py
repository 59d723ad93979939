"""What stands on a timeline for what stands in a return."""

import re
from collections import Counter
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.exchange.cin import parse, story, titles
from alongside.exchange.cin.items import Item, Kind
from alongside.exchange.tests.factories import EPISODE, NEWER, OLDER, header, one, read, told


def told_by(path: parse.Source) -> list[list[Item]]:
    returned = parse.read(path)
    as_at = returned.header.reference_date
    return [list(story.tell(child, reference_date=as_at).items) for child in returned.children]


def days(*bodies: str) -> list[tuple[str, date]]:
    return [
        (item.title.text, item.happened)
        for item in told("".join(f"<CINdetails>{body}</CINdetails>" for body in bodies)).items
    ]


def episode(body: str) -> list[Item]:
    return list(told(f"<CINdetails>{body}</CINdetails>").items)


def test_the_older_file_tells_one_item_for_each_thing_that_happened() -> None:
    kinds = Counter(item.kind for items in told_by(OLDER) for item in items)
    assert kinds == {
        Kind.REFERRAL: 402,
        Kind.CONFERENCE: 350,
        Kind.DECISION: 252,
        Kind.NOTE: 332,
    }


def test_the_newer_file_tells_every_module() -> None:
    first, second = told_by(NEWER)
    assert [(item.kind.value, item.title.text, str(item.happened)) for item in first] == [
        ("note", "What the council wrote down about the child", "2024-03-31"),
        ("referral", "Referral received", "2022-10-06"),
        ("assessment", "Assessment started", "2028-04-28"),
        ("plan", "Child in need plan started", "2023-01-24"),
        ("enquiry", "Child protection enquiry started", "2022-06-02"),
        ("conference", "First child protection conference", "2022-12-06"),
        ("conference", "First child protection conference", "2022-06-17"),
        ("plan", "Child protection plan started", "2022-02-17"),
        ("review", "Child protection review", "2023-02-15"),
        ("plan", "Steps before court started", "2026-09-09"),
        ("decision", "Work with children's social care ended", "2023-02-27"),
    ]
    assert [item.kind.value for item in second] == ["note", "referral", "assessment", "decision"]


def test_codes_are_told_in_words_with_the_code_beside_them() -> None:
    (_, referral, *_rest) = told_by(NEWER)[0]
    assert referral.details == (
        ("What this means", titles.REFERRAL.meaning),
        ("Who got in touch", "Somebody in the family, or a carer (1A)"),
        ("Main reason", "The family going through a very hard time (N4)"),
        ("What happened next", "The council looked into it further"),
    )
    assessment = told_by(NEWER)[0][2]
    assert assessment.details[1:] == (
        ("Finished on", "19 September 2020"),
        ("What came up", "Drinking: somebody else at home (1C); RB; "
         "Physical disability or illness: a parent or carer (6B)"),
    )  # fmt: skip


def test_what_the_council_wrote_down_about_the_child_is_kept() -> None:
    about = told_by(NEWER)[0][0]
    assert dict(about.details) == {
        "Date of birth": "27 March 2015",
        "Sex": "Male (M)",
        "Ethnic background": "White British (WBRI)",
        "Disability": "Using hands (HAND); Hearing (HEAR)",
        "Pupil number (UPN)": "A123456789123",
        "Pupil number before": "X98765432123B",
        "Why there is no pupil number": "Went to school outside England (UN3)",
    }


def test_no_title_or_label_calls_a_child_a_case_or_a_client() -> None:
    words = [word for items in told_by(NEWER) for item in items for word in spoken(item)]
    assert words
    assert not set(words) & {"case", "client", "subject", "user", "lac", "icpc", "s47", "nfa"}


def spoken(item: Item) -> list[str]:
    text = " ".join([item.title.text, *(label for label, _ in item.details)])
    return re.findall(r"[a-z0-9]+", text.lower())


@pytest.mark.parametrize("path", [OLDER, NEWER])
def test_keys_are_unique_within_a_child(path: parse.Source) -> None:
    for items in told_by(path):
        assert len({item.key for item in items}) == len(items)


def test_keys_and_digests_of_a_file_are_the_same_each_time() -> None:
    first, again = told_by(OLDER), told_by(OLDER)
    assert [(i.key, i.digest) for items in first for i in items] == [
        (i.key, i.digest) for items in again for i in items
    ]


STARTED = "<Assessments><AssessmentActualStartDate>2021-05-0{}</AssessmentActualStartDate>{}</Assessments>"
PARTS = [
    "<CINreferralDate>2021-04-06</CINreferralDate>",
    "<DateOfInitialCPC>2021-06-01</DateOfInitialCPC>",
    STARTED.format(1, ""),
    STARTED.format(2, ""),
    "<Section47><S47ActualStartDate>2021-05-20</S47ActualStartDate></Section47>",
]


@pytest.mark.parametrize("order", list(permutations(PARTS)))
def test_the_order_of_modules_in_the_file_changes_no_key(order: tuple[str, ...]) -> None:
    keyed = {item.key: item.digest for item in episode("".join(order))}
    assert keyed == {item.key: item.digest for item in episode("".join(PARTS))}


def test_things_that_began_on_the_same_day_have_numbers_in_the_order_of_the_file() -> None:
    items = episode(STARTED.format(1, "") + STARTED.format(1, ""))
    assert [item.key for item in items] == [
        "Assessment|AssessmentActualStartDate=2021-05-01|1",
        "Assessment|AssessmentActualStartDate=2021-05-01|2",
    ]


def test_something_that_ends_later_keeps_its_key_and_changes_its_digest() -> None:
    ended = "<AssessmentAuthorisationDate>2021-06-11</AssessmentAuthorisationDate>"
    (before,), (after,) = episode(STARTED.format(1, "")), episode(STARTED.format(1, ended))
    assert before.key == after.key
    assert before.digest != after.digest
    assert (before.last_year, after.last_year) == (None, 2022)


def test_a_corrected_closing_date_keeps_the_key_of_the_closure() -> None:
    closed = PARTS[0] + "<CINclosureDate>2021-07-0{}</CINclosureDate>"
    before, after = episode(closed.format(1))[1], episode(closed.format(2))[1]
    assert before.key == after.key
    assert before.digest != after.digest


def test_a_conference_written_twice_is_one_conference() -> None:
    held = "<DateOfInitialCPC>2021-06-01</DateOfInitialCPC>"
    items = episode(f"{held}<Section47>{held}</Section47>")
    assert [item.kind for item in items] == [Kind.ENQUIRY, Kind.CONFERENCE]


def test_a_conference_that_moves_to_its_enquiry_is_the_same() -> None:
    held = "<DateOfInitialCPC>2021-06-01</DateOfInitialCPC>"
    (moved,) = [i for i in episode(f"<Section47>{held}</Section47>") if i.kind is Kind.CONFERENCE]
    (before,) = episode(held)
    assert (before.key, before.digest) == (moved.key, moved.digest)


def test_the_order_of_repeated_codes_is_no_change() -> None:
    factors = "<FactorsIdentifiedAtAssessment>{}</FactorsIdentifiedAtAssessment>"
    leaf = "<AssessmentFactors>{}</AssessmentFactors>"
    one_way = factors.format(leaf.format("1A") + leaf.format("2B"))
    other = factors.format(leaf.format("2B")) + factors.format(leaf.format("1A"))
    (first,), (second,) = episode(STARTED.format(1, one_way)), episode(STARTED.format(1, other))
    assert first.digest == second.digest


def test_what_was_written_down_keeps_its_digest_in_the_next_return() -> None:
    who = "<Sex>F</Sex>"
    first = told("", who=who, as_at=date(2022, 3, 31)).items[0]
    second = told("", who=who, as_at=date(2023, 3, 31)).items[0]
    assert first.digest == second.digest
    assert first.happened != second.happened


def test_what_has_no_date_is_left_out_and_told() -> None:
    found = told("<CINdetails><ReferralSource>6</ReferralSource><Section47/></CINdetails>")
    assert [(left.line, left.what) for left in found.left_out] == [
        (4, "Referral received: there is no date"),
        (4, "Child protection enquiry started: there is no date"),
    ]
    assert found.items == ()


def test_a_reason_to_close_without_a_date_is_left_out_and_told() -> None:
    found = told("<CINdetails><ReasonForClosure>RC7</ReasonForClosure></CINdetails>")
    assert "Work with children's social care ended: there is no date" in [
        left.what for left in found.left_out
    ]


def test_a_plan_with_only_an_end_stands_at_its_end() -> None:
    assert days("<CINPlanDates><CINPlanEndDate>2021-08-01</CINPlanEndDate></CINPlanDates>") == [
        ("Child in need plan started", date(2021, 8, 1))
    ]


@pytest.mark.parametrize(
    ("body", "year"),
    [
        (PARTS[0], None),
        (f"{PARTS[0]}<CINclosureDate>2022-03-31</CINclosureDate>", 2022),
        (f"{PARTS[0]}<CINclosureDate>2022-04-01</CINclosureDate>", 2023),
        (f"{PARTS[0]}<ReferralNFA>1</ReferralNFA>", 2022),
    ],
)
def test_a_referral_is_expected_until_the_year_in_which_it_ended(body: str, year: int) -> None:
    assert episode(body)[0].last_year == year


def test_the_source_is_told_as_a_person_reads_it() -> None:
    agency = "Northmere Council"
    assert story.source(parse.read(OLDER).header, agency=agency) == (
        "Children in need census 2021-22, Northmere Council"
    )
    millennium = read("<Child/>", head=header(year="2000", as_at="2000-03-31")).header
    assert story.source(millennium, agency=agency).startswith("Children in need census 1999-00,")


DAYS = st.dates(date(2000, 1, 1), date(2030, 1, 1))


@given(st.lists(DAYS, max_size=6), st.lists(DAYS, max_size=6))
def test_keys_are_unique_and_new_things_leave_old_keys_alone(
    before: list[date], added: list[date]
) -> None:
    def keys(starts: list[date]) -> dict[str, str]:
        plans = "".join(
            f"<CINPlanDates><CINPlanStartDate>{start}</CINPlanStartDate></CINPlanDates>"
            for start in starts
        )
        items = story.tell(one(f"<CINdetails>{plans}</CINdetails>"), reference_date=date.max).items
        assert len({item.key for item in items}) == len(items) == len(starts)
        return {item.key: item.digest for item in items}

    assert keys(before).items() <= keys(before + added).items()


def test_every_child_with_an_episode_has_a_referral() -> None:
    assert [item.kind for item in told(EPISODE).items] == [Kind.REFERRAL]
