"""What a good or a clumsy return is read as."""

import re
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from alongside.exchange.cin import parse
from alongside.exchange.tests.factories import (
    EPISODE,
    NEWER,
    OLDER,
    child,
    header,
    identifiers,
    message,
    one,
    read,
)

# Counted in the files with grep, not with our reader: grep -c '<CINdetails>' and so on.
IN_OLDER_FILE = {
    "Child": 332,
    "CINdetails": 402,
    "CINclosureDate": 252,
    "DateOfInitialCPC": 350,
    "Disability": 117,
    "PersonDeathDate": 21,
}


def test_every_part_of_the_older_file_is_read_and_nothing_is_refused() -> None:
    returned = parse.read(OLDER)
    counted = Counter({"Child": len(returned.children)})
    for found in returned.children:
        counted["Disability"] += len(found.disabilities)
        counted["PersonDeathDate"] += found.died is not None
        for episode in found.episodes:
            counted["CINdetails"] += 1
            counted["CINclosureDate"] += episode.closed is not None
            counted["DateOfInitialCPC"] += len(episode.conferences)
    assert dict(counted) == IN_OLDER_FILE
    assert returned.refused == ()
    assert returned.not_read == ()


def test_the_counts_of_the_older_file_are_those_that_plain_text_search_finds() -> None:
    text = OLDER.read_text()
    assert {name: len(re.findall(f"<{name}>", text)) for name in IN_OLDER_FILE} == IN_OLDER_FILE


def test_each_child_is_known_by_the_line_on_which_it_begins() -> None:
    lines = OLDER.read_text().splitlines()
    for found in parse.read(OLDER).children:
        assert lines[found.line - 1].strip() == "<Child>"
        assert found.local_id in lines[found.line + 1]
        for episode in found.episodes:
            assert lines[episode.line - 1].strip() == "<CINdetails>"
            assert str(episode.referred) in lines[episode.line]


def test_the_header_of_the_older_file_says_from_whom_and_as_at_when() -> None:
    head = parse.read(OLDER).header
    assert (head.collection, head.year, head.authority) == ("CIN", 2022, "975")
    assert head.reference_date == date(2022, 7, 21)
    assert head.made_at is not None
    assert head.made_at.isoformat() == "2022-07-21T10:12:28+00:00"


def test_every_module_of_the_newer_file_is_read() -> None:
    returned = parse.read(NEWER)
    first, second = returned.children
    episode = first.episodes[0]
    assert (first.local_id, second.local_id) == ("DfEX0000001", "child_fails_assessments")
    assert (first.upn, first.former_upn, first.upn_unknown) == (
        "A123456789123",
        "X98765432123B",
        "UN3",
    )
    assert (first.born, first.sex, first.ethnicity) == (date(2015, 3, 27), "M", "WBRI")
    assert first.disabilities == ("HAND", "HEAR")
    assert episode.referred == date(2022, 10, 6)
    assert episode.no_further_action == "false"
    assert [held.held for held in episode.conferences] == [date(2022, 12, 6), date(2022, 6, 17)]
    assert episode.assessments[0].factors == ("1C", "RB", "6B")
    assert episode.in_need_plans[0].ended == date(2023, 1, 26)
    assert episode.enquiries[0].conference_due == date(2022, 6, 23)
    assert episode.protection_plans[0].reviews[0].held == date(2023, 2, 15)
    assert episode.protection_plans[0].earlier_plans == "10"
    assert episode.pre_proceedings[0].court_applied == date(2026, 12, 18)
    assert episode.pre_proceedings[0].family_meeting_held == "true"
    assert second.episodes[0].assessments[0].factors == ()
    assert returned.refused == ()


def test_text_that_stands_where_none_belongs_is_told_with_its_line() -> None:
    assert [(part.what, part.lines) for part in parse.read(NEWER).not_read] == [
        ("text inside Child/ChildIdentifiers", (23,))
    ]


@pytest.mark.parametrize(
    ("fields", "sex"),
    [
        ("<Sex>F</Sex>", "F"),
        ("<Sex>1</Sex>", "M"),
        ("<GenderCurrent>2</GenderCurrent>", "F"),
        ("<GenderCurrent>0</GenderCurrent>", "U"),
        ("<GenderCurrent>9</GenderCurrent>", "U"),
        ("<Sex>x</Sex>", "X"),
        ("<Sex/><GenderCurrent>1</GenderCurrent>", "M"),
        ("", ""),
    ],
)
def test_sex_is_read_from_the_field_of_either_time(fields: str, sex: str) -> None:
    assert one(EPISODE, who=fields).sex == sex


def test_an_unborn_child_has_an_expected_date_and_no_date_of_birth() -> None:
    who = "<ExpectedPersonBirthDate>2022-06-01</ExpectedPersonBirthDate><Sex>U</Sex>"
    unborn = one(EPISODE, who=who)
    assert (unborn.born, unborn.expected) == (None, date(2022, 6, 1))


def test_a_child_without_a_pupil_number_says_why() -> None:
    assert one(EPISODE, who="<UPNunknown>UN1</UPNunknown>").upn_unknown == "UN1"
    assert one(EPISODE).upn == ""


def test_a_child_with_nothing_but_an_identifier_is_read() -> None:
    assert one("").episodes == ()


def test_a_date_with_a_time_is_the_day() -> None:
    body = "<CINdetails><CINreferralDate>2021-04-06T00:00:00</CINreferralDate></CINdetails>"
    assert one(body).episodes[0].referred == date(2021, 4, 6)


@pytest.mark.parametrize(
    ("written", "meant"), [("1", "true"), ("0", "false"), ("TRUE", "true"), ("?", "?")]
)
def test_yes_and_no_are_read_in_either_spelling(written: str, meant: str) -> None:
    body = f"<CINdetails><ReferralNFA>{written}</ReferralNFA></CINdetails>"
    assert one(body).episodes[0].no_further_action == meant


def test_what_we_have_no_place_for_is_counted_with_its_lines() -> None:
    body = "<CINdetails>\n<Music/>\n<Music><Song/></Music></CINdetails>\n<Hobby>chess</Hobby>"
    returned = read(child("A", body), child("B", "<Hobby colour='red'/>"))
    assert [(part.what, part.count, part.lines) for part in returned.not_read] == [
        ("Child/CINdetails/Music", 2, (5, 6)),
        ("Child/Hobby", 2, (7, 11)),
    ]


def test_an_attribute_is_told_as_not_read() -> None:
    returned = parse.read(message(child()).replace(b"<Child>", b'<Child colour="red">'))
    assert [part.what for part in returned.not_read] == ["Child @colour"]


def test_a_namespace_declaration_is_no_loss() -> None:
    named = (
        b'<Message xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x">'
    )
    assert parse.read(message(child()).replace(b"<Message>", named)).not_read == ()


def test_a_second_answer_where_there_is_one_is_told_and_the_first_is_used() -> None:
    body = "<CINdetails><ReferralSource>6</ReferralSource><ReferralSource>9</ReferralSource></CINdetails>"
    returned = read(child(body=body))
    assert returned.children[0].episodes[0].source == "6"
    assert [part.what for part in returned.not_read] == [
        "Child/CINdetails/ReferralSource (given again)"
    ]


def test_names_of_unknown_things_without_end_are_gathered() -> None:
    returned = read(child(body="".join(f"<x{number}/>" for number in range(1_000))))
    assert len(returned.not_read) == 201
    assert sum(part.count for part in returned.not_read) == 1_000


def test_a_return_may_stand_on_one_line() -> None:
    text = message(child("A"), child("B"), child("A")).replace(b"\n", b"")
    returned = parse.read(text)
    assert [found.local_id for found in returned.children] == ["B"]
    assert [refused.local_id for refused in returned.refused] == ["A", "A"]


def test_comments_and_instructions_inside_a_value_change_nothing() -> None:
    body = "<CINdetails><ReferralSource>2<!-- two --><?x y?>A</ReferralSource></CINdetails>"
    assert one(body).episodes[0].source == "2A"


def test_progress_tells_every_byte() -> None:
    sizes: list[int] = []
    parse.read(OLDER, progress=sizes.append)
    assert sum(sizes) == OLDER.stat().st_size


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_encodings_that_councils_use_are_read(encoding: str) -> None:
    text = message(child("Zoë")).decode()
    named = encoding.removesuffix("-sig")
    file = f'<?xml version="1.0" encoding="{named}"?>\n{text}'.encode(encoding)
    assert parse.read(file).children[0].local_id == "Zoë"


# Children who cannot be used


def refusal(body: str) -> tuple[int, str | None, str]:
    """How one bad child between two good ones is refused."""
    returned = read(child("before"), body, child("after"))
    assert [found.local_id for found in returned.children] == ["before", "after"]
    (refused,) = returned.refused
    return refused.line, refused.local_id, refused.reason


def test_a_child_without_an_identifier_is_refused_with_its_line() -> None:
    line, local_id, reason = refusal("<Child><ChildIdentifiers/></Child>")
    assert (line, local_id) == (6, None)
    assert reason == "there is no LAchildID, so nobody could tell who this is."


@pytest.mark.parametrize("local_id", ["x" * 65, "a\u202eb"])
def test_an_identifier_that_cannot_be_one_is_refused_and_not_repeated(local_id: str) -> None:
    assert refusal(child(local_id))[1:] == (None, "LAchildID cannot be used as an identifier.")


@pytest.mark.parametrize(
    "written",
    ["2021-02-30", "2021-13-01", "06/04/2021", "20210406", "1066-10-14", "soon", "2021-04"],
)
def test_an_impossible_date_refuses_the_child_and_names_the_line(written: str) -> None:
    body = f"<CINdetails>\n<CINreferralDate>{written}</CINreferralDate></CINdetails>"
    line, local_id, reason = refusal(child("bad", body))
    assert (line, local_id) == (6, "bad")
    assert reason == f"CINreferralDate “{written}” is not a possible date (line 9)."


def test_a_report_never_repeats_what_a_terminal_would_obey() -> None:
    body = "<CINdetails><CINclosureDate>\u009b31m\u202egnp.exe</CINclosureDate></CINdetails>"
    assert "“?31m?gnp.exe”" in refusal(child("bad", body))[2]


def test_two_identities_in_one_child_refuse_the_child() -> None:
    line, _, reason = refusal(f"<Child>{identifiers('A')}\n{identifiers('B')}</Child>")
    assert (line, reason) == (6, "ChildIdentifiers is given more than once (line 7).")
    assert (
        "PersonBirthDate is given more than once"
        in refusal(child("A", who="<PersonBirthDate>2010-01-01</PersonBirthDate>" * 2))[2]
    )


def test_an_identifier_that_stands_twice_refuses_both_records() -> None:
    returned = read(child("A"), child("B"), child("A"), child("A"))
    assert [found.local_id for found in returned.children] == ["B"]
    assert [(refused.line, refused.local_id) for refused in returned.refused] == [
        (2, "A"),
        (10, "A"),
        (14, "A"),
    ]
    assert returned.refused[0].reason == (
        "the same LAchildID stands on line 10 too, so neither record was used."
    )


def test_a_value_without_end_refuses_the_child() -> None:
    body = f"<CINdetails><ReferralSource>{'9' * 1_001}</ReferralSource></CINdetails>"
    assert refusal(child("long", body))[2] == (
        "ReferralSource is longer than 1,000 characters (line 8)."
    )


def test_a_child_with_parts_without_end_is_refused() -> None:
    assert "more than 5,000 parts" in refusal(child("many", "<CINdetails/>" * 6_000))[2]


def test_lines_of_refusals_come_in_order() -> None:
    bad = "<Child><ChildIdentifiers/></Child>"
    lines = [refused.line for refused in read(child("A"), bad, child("A"), bad).refused]
    assert all(first < second for first, second in pairwise(lines))
    assert len(lines) == 4


def test_the_header_may_come_last() -> None:
    text = message(child(), head="").replace(b"</Message>", header().encode() + b"</Message>")
    assert parse.read(text).header.year == 2022


def test_the_census_year_follows_from_the_reference_date_when_the_file_does_not_say() -> None:
    assert read(child(), head=header(year="")).header.census_year == 2022
    assert read(child(), head=header(year="", as_at="2021-04-01")).header.census_year == 2022
