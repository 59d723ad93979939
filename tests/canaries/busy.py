"""A busy day in the made-up area: every form filled in with canaries, every page opened."""

import json
import subprocess
import sys
from pathlib import Path

from alongside.config.demo.cast import CAST
from alongside.config.environment import PROJECT
from alongside.exchange.tests.factories import child, message
from alongside.lib import ids
from alongside.lib.tests.media.corpus import CORPUS
from tests.canaries.cage import Cage
from tests.canaries.telling import Telling
from tests.canaries.visitor import Visitor
from tests.harness.server import COMMAND, Running
from tests.worlds.browsing import Page

KINDS = ("visit", "call", "meeting", "note", "decision")
# A form draws these; what is typed into them is not words.
NOT_WORDS = ("happened_at", "withheld_until", "born")


class Day:
    """What was done, and where to find some of it again."""

    def __init__(self, running: Running, cage: Cage, folder: Path) -> None:
        self.running, self.cage, self.folder = running, cage, folder
        self.samira = Visitor(running.url, "key-worker")
        page = self.samira.open("/work/")
        link = next(link for link in page.links if link.startswith("/people/"))
        self.record = "/".join(link.split("/")[:3]) + "/"
        self.report = self.kept = self.attached = ""

    def go_by(self) -> None:
        self.remember_the_cast()
        for kind in KINDS:
            self.add(kind)
        self.keep_a_draft()
        entry = self.newest_entry()
        self.correct(entry)
        self.narrow(entry)
        self.search()
        self.plan()
        self.invite()
        self.write_what_no_page_writes()
        self.load_a_census()
        self.attach()
        Telling(self.running.url, self.cage, self.record, self.samira).go_by()
        self.try_to_sign_in()
        self.type_into_addresses()
        self.keep_to_herself()
        self.everybody_looks()
        self.say_who_she_is()
        self.ask_about_a_look()
        self.name()

    def remember_the_cast(self) -> None:
        for member in CAST:
            self.cage.known(f"cast name {member.slug}", member.name)
            self.cage.known(f"cast address {member.slug}", member.email)
        self.cage.known("story", "She sleeps with the light on.")
        self.cage.known("story, own words", "It is cold in my room.")
        self.cage.known("cast nhs number", "9990000018")

    def add(self, kind: str) -> None:
        page = self.samira.open(f"{self.record}add/{kind}/")
        self.samira.fill(page, f"add/{kind}/", self.words(page, kind) | {"alone": "yes"})
        assert self.samira.status == 200

    def words(self, page: Page, place: str) -> dict[str, str]:
        """A canary for every place of a form where one can write."""
        form = next(form for form in page.forms if any(b.name == "operation" for b in form.boxes))
        return {
            box.name: self.cage.canary(f"{place} {box.name}")
            for box in form.boxes
            if box.kind == "text" and not box.name.startswith(NOT_WORDS)
        }

    def keep_a_draft(self) -> None:
        page = self.samira.open(f"{self.record}add/note/")
        self.samira.fill(page, "add/note/", self.words(page, "draft"), button="/drafts/")
        assert self.samira.status == 200

    def newest_entry(self) -> str:
        """The note, since what happened at the same minute stands in the order of its id."""
        page = self.samira.open(f"{self.record}?kind=note")
        return next(link for link in page.links if "/entries/" in link)

    def correct(self, entry: str) -> None:
        page = self.samira.open(f"{entry}correct/")
        self.samira.fill(page, "/correct/", self.words(page, "correction"))
        assert self.samira.status == 200

    def narrow(self, entry: str) -> None:
        page = self.samira.open(f"{entry}audience/")
        self.samira.fill(page, "/audience/", {"audience": "workers", "withheld_reason": "harm"})

    def search(self) -> None:
        page = self.samira.open(self.record)
        self.samira.fill(page, "/search/", {"words": self.cage.canary("search words")})
        self.samira.send("/work/people/", {"words": self.cage.canary("people search words")})

    def plan(self) -> None:
        """Every place of a plan where one can write."""
        pages = {
            "goals/add/": {"words": "plan goal"},
            "steps/add/": {"what": "plan step", "who_words": "plan step by whom"},
            "agenda/add/": {"words": "plan agenda"},
        }
        chosen = {"goals/add/": {"whose": "mine"}, "steps/add/": {"who": "other"}}
        for part, asked in pages.items():
            words = {name: self.cage.canary(place) for name, place in asked.items()}
            page = self.samira.open(f"{self.record}plan/{part}")
            self.samira.fill(page, part, words | chosen.get(part, {}))
            assert self.samira.status == 200
        page = self.samira.open(f"{self.record}plan/")
        why = {"thinks": "differently", "why": self.cage.canary("plan stance")}
        assert why["why"] in self.samira.fill(page, "/think/", why).text

    def invite(self) -> None:
        page = self.samira.open(f"{self.record}circle/invite/")
        canary = self.cage.canary
        address = self.cage.known("invited address", "qvxzkjinvited@canary.example")
        told = {"relationship": canary("invited relationship"), "purpose": canary("invited for")}
        for more in (
            {"role": "family", "email": address},
            {"role": "family", "email": "parent@northmere.example"},
        ):
            self.samira.fill(page, "/invite/", told | more | {"history": "everything"})
        boxes = [box for form in page.forms for box in form.boxes]
        posts = next(box.choices for box in boxes if box.name == "post")
        worker = told | {"role": "worker", "post": posts[-1], "history": "from-now"}
        self.samira.fill(self.samira.open(f"{self.record}circle/invite/"), "/invite/", worker)
        assert self.samira.status == 200

    def name(self) -> None:
        page = self.samira.open(f"{self.record}name/")
        told = {
            name: self.cage.canary(f"name {name}")
            for name in ("given", "family", "known_as", "pronouns", "reason")
        }
        born = {"born_day": "29", "born_month": "2", "born_year": "2008"}
        self.cage.known("name born", "2008-02-29")
        self.samira.fill(page, "/name/", told | born)
        assert self.samira.status == 200

    def write_what_no_page_writes(self) -> None:
        canary, known = self.cage.canary, self.cage.known
        words = {
            place: canary(place)
            for place in (
                "account name", "person given", "person family", "person known as",
                "person pronouns", "member relationship", "member purpose", "exclusion reason",
                "exclusion end reason",
            )
        } | {
            place: known(place, value)
            for place, value in {
                "account address": "qvxzkjaccount@canary.example",
                "person born": "1999-11-27",
                "person nhs number": "9990000026",
                "person upn": "H801200001001",
                "person council number": "QVXZKJ-PERSON-7",
            }.items()
        }  # fmt: skip
        self.beside([sys.executable, "-m", "tests.canaries.services"], json.dumps(words))

    def load_a_census(self) -> None:
        known = self.cage.known
        good, bad = (
            known("census child id", "QVXZKJ71"),
            known("census refused child id", "ZWYJKQ72"),
        )
        upn, born = known("census upn", "G801200001007"), known("census born", "2010-07-19")
        who = f"<UPN>{upn}</UPN><PersonBirthDate>{born}</PersonBirthDate><Sex>2</Sex>"
        file = self.folder / f"{self.cage.canary('census file name')}.xml"
        file.write_bytes(
            message(child(good, who=who), child(bad, body="<CINdetails></CINdetails>"))
        )
        load = [str(COMMAND), "load", "cin", str(file), "--agency", "northmere-council"]
        self.report = self.beside([*load, "--team", "Family Help"])
        file.unlink()

    def beside(self, command: list[str], stdin: str = "") -> str:
        """Another process in the server's home. Its log is kept with the server's; its answer comes back."""
        with self.running.log.open("ab") as log:
            done = subprocess.run(
                command,
                input=stdin.encode(),
                env=self.running.environment(),
                cwd=PROJECT,
                stdout=subprocess.PIPE,
                stderr=log,
                check=True,
            )
        return done.stdout.decode()

    def try_to_sign_in(self) -> None:
        stranger = Visitor(self.running.url)
        addresses = ("key-worker@northmere.example", "qvxzkjstranger@canary.example")
        self.cage.known("stranger’s address", addresses[1])
        for address in addresses:
            page = stranger.open("/sign-in/")
            stranger.fill(page, "/sign-in/", {"email": address})

    def type_into_addresses(self) -> None:
        word = self.cage.known("typed into an address", "qvxzkjaddress")
        for address in (f"/people/{word}/", f"/{word}/", f"{self.record}?kind={word}&q={word}"):
            self.samira.open(address)
            Visitor(self.running.url).open(address)

    def keep_to_herself(self) -> None:
        """What is in a private space may be nowhere, and the house must not even say that it was opened."""
        robyn = Visitor(self.running.url, "young-person")
        passphrase = self.cage.canary("private passphrase")
        words = self.cage.canary("private words")
        page = robyn.open("/private/")
        page = robyn.fill(page, "/private/", {"kept_passphrase": passphrase})
        add = {"act": "add", "kept_words": words, "kept_again": passphrase}
        self.kept = robyn.fill(page, "/private/", add).text

    def attach(self) -> None:
        """What a phone writes into a picture and a voice note is in no file, and neither are they."""
        robyn = Visitor(self.running.url, "young-person")
        boxes = [box for form in robyn.open("/me/").forms for box in form.boxes]
        fields = {
            "csrfmiddlewaretoken": next(b.value for b in boxes if b.name == "csrfmiddlewaretoken"),
            "operation": str(ids.new()),
            "words": self.cage.canary("view begun"),
            "photo_words": self.cage.canary("photo words"),
            "drawing_words": self.cage.canary("drawing words"),
            "voice_words": self.cage.canary("voice words"),
        }
        marked = {made.name: made.content for made in CORPUS}
        name = self.cage.canary("photo file name")
        photo = marked["jpeg exif with place"] + self.cage.canary("photo end").encode()
        files = {
            "photo": (name, photo),
            "drawing": (name, marked["png text"]),
            "voice": (name, marked["mp4 place"]),
        }
        self.attached = robyn.send_files(f"{self.record}attachments/", fields, files).text
        assert robyn.status == 200

    def say_who_she_is(self) -> None:
        """What a worker says of herself, with a photo that knows where it was taken."""
        page = self.samira.open("/work/me/")
        told = {name: self.cage.canary(f"about me {name}") for name in ("does", "reach")}
        page = self.samira.fill(page, "/work/me/", told)
        assert self.samira.status == 200
        boxes = [box for form in page.forms for box in form.boxes]
        token = next(box.value for box in boxes if box.name == "csrfmiddlewaretoken")
        marked = {made.name: made.content for made in CORPUS}
        file = (self.cage.canary("my photo file name"), marked["jpeg exif with place"])
        self.samira.send_files("/work/me/photo/", {"csrfmiddlewaretoken": token}, {"photo": file})
        assert self.samira.status == 200

    def ask_about_a_look(self) -> None:
        robyn = Visitor(self.running.url, "young-person")
        page = robyn.open(f"{self.record}access/")
        asking = next(link for link in page.links if "/access/ask/" in link)
        robyn.fill(
            robyn.open(asking), "/access/ask/", {"words": self.cage.canary("asked about a look")}
        )
        assert robyn.status == 200
        for slug in ("key-worker", "team-manager"):
            worker = Visitor(self.running.url, slug)
            there = [link for link in worker.open("/work/").links if "/questions/" in link]
            for link in there:
                words = {"words": self.cage.canary(f"answered about a look {slug}")}
                worker.fill(worker.open(link), "/questions/", words)
                assert worker.status == 200

    def everybody_looks(self) -> None:
        for member in CAST:
            visitor = Visitor(self.running.url, member.slug)
            for page in ("/me/", "/work/", "/work/people/", self.record, f"{self.record}circle/"):
                visitor.open(page)
            for page in ("access/", "plan/", "plan/versions/"):
                visitor.open(f"{self.record}{page}")
            visitor.open("/next-steps/")
