"""What people say themselves, filled in with canaries: views, viewpoints, remarks, decisions."""

from tests.canaries.cage import Cage
from tests.canaries.visitor import Visitor, form_of
from tests.worlds.browsing import Page

type Fields = dict[str, str]


class Telling:
    """Robyn, her mother, her key worker and the school, each in their own words."""

    def __init__(self, url: str, cage: Cage, record: str, samira: Visitor) -> None:
        self.cage, self.record, self.samira = cage, record, samira
        self.robyn, self.dawn = Visitor(url, "young-person"), Visitor(url, "parent")
        self.kwame = Visitor(url, "school-lead")

    def go_by(self) -> None:
        view = self.tell()
        self.tell_together()
        self.give_viewpoints()
        self.say_beside(view)
        self.robyn.fill(self.robyn.open("/me/now/"), "/me/now/", {})
        self.decide_access()

    def sent(self, who: Visitor, address: str, part: str, place: str, chosen: Fields) -> Page:
        """A form with a canary in every place where one can write, and what is chosen."""
        page = who.open(address)
        form = form_of(page, part, chosen)
        words = {
            box.name: self.cage.canary(f"{place} {box.name}")
            for box in form.boxes
            if box.kind == "text" and not box.name.endswith(("_day", "_month", "_year"))
        }
        answer = who.fill(page, part, words | chosen)
        assert who.status == 200
        for name, word in words.items():
            # What a picture shows is kept with the picture; here there is none.
            assert word in answer.text or name.endswith("_words"), f"{place} {name} is on no page"
        return answer

    def tell(self) -> str:
        """The address of the view."""
        scores = {f"{question}_score": "1" for question in QUESTIONS}
        told = {"audience": "key-worker"} | scores
        page = self.sent(self.robyn, "/me/tell/", "/tell/", "told", told)
        for audience in ("circle", "only-me"):
            self.sent(
                self.robyn, "/me/tell/", "/tell/", f"told {audience}", told | {"audience": audience}
            )
        return page.address

    def tell_together(self) -> None:
        address, scores = f"{self.record}views/together/", {f"{q}_score": "9" for q in QUESTIONS}
        self.sent(self.samira, address, "/together/", "together", scores | {"audience": "circle"})

    def give_viewpoints(self) -> None:
        address, scores = f"{self.record}views/viewpoint/", {f"{q}_score": "6" for q in QUESTIONS}
        chosen = {"audience": "circle"}
        self.sent(self.dawn, address, "/viewpoint/", "parent viewpoint", scores | chosen)
        self.sent(self.kwame, address, "/viewpoint/", "school viewpoint", scores)

    def say_beside(self, view: str) -> None:
        for who, stance, place in (
            (self.robyn, "not-right", "remark not right"),
            (self.robyn, "different", "remark different"),
            (self.samira, "done", "remark done"),
        ):
            self.sent(who, f"{view}remark/", "/remark/", place, {"stance": stance})

    def decide_access(self) -> None:
        """Both forms: the person's own, and the one of a worker."""
        links = self.samira.open(f"{self.record}circle/").links
        access = next(link for link in links if "/members/" in link and link.endswith("/access/"))
        chosen = {"reach": "plan", "understanding": "agrees"}
        self.sent(self.samira, access, "/propose/", "access by worker", chosen)
        self.sent(self.robyn, access, "/propose/", "access by person", {"reach": "shared"})


QUESTIONS = ("home", "school-work", "people", "health", "safe", "coming")
