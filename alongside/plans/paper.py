"""A plan as a PDF: A4, headings in the outline, page numbers, and nothing about who printed it."""

from __future__ import annotations

from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.contrib.staticfiles import finders
from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from alongside.journey.cards import voice_label
from alongside.plans.showing import GoalCard, PlanPage, StepCard
from alongside.sharing.models import today

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = "plan"
FILES = {"": "vendor/dejavu/DejaVuSans.ttf", "B": "vendor/dejavu/DejaVuSans-Bold.ttf"}
MARGIN, INDENT = 20.0, 6.0
TITLE, HEADING, VOICE, TEXT, SMALL = 22, 15, 14, 11, 9
# Plum for the person's words, as on the page; black for all else.
PLUM, BLACK, SOFT = (122, 46, 104), (0, 0, 0), (80, 80, 80)


def on_paper(page: PlanPage) -> bytes:
    """The whole plan. Takes some tenths of a second, most of it for the letters it embeds."""
    pdf = sheet(title_of(page))
    Writing(pdf, page).all()
    return bytes(pdf.output())


def title_of(page: PlanPage) -> str:
    if page.is_own:
        return _("My plan")
    return _("%(name)s’s plan") % {"name": page.known_as} if page.known_as else _("Plan")


def sheet(title: str) -> FPDF:
    """An empty A4 plan. fpdf is loaded when somebody prints: few do, and it is large."""
    from fpdf import FPDF

    class Sheet(FPDF):
        def footer(self) -> None:
            self.set_y(-15)
            self.set_font(FONT, size=SMALL)
            self.set_text_color(*SOFT)
            said = _("Page %(n)d of %(all)s") % {"n": self.page_no(), "all": "{nb}"}
            self.cell(0, 8, said, align="C")

    pdf = Sheet(format="A4")
    for style, path in files().items():
        pdf.add_font(FONT, style=style, fname=path)
    pdf.set_title(title)
    pdf.set_lang(get_language() or "en")
    # Nothing in the file says with what or by whom it was made; when, no more than the paper does.
    pdf.set_producer("")
    pdf.set_creation_date(datetime.combine(today(), time(), tzinfo=UTC))
    pdf.set_margins(MARGIN, MARGIN, MARGIN)
    pdf.set_auto_page_break(auto=True, margin=MARGIN)
    pdf.add_page()
    return pdf


@cache
def files() -> dict[str, Path]:
    found = {style: finders.find(name) for style, name in FILES.items()}
    return {style: Path(str(path)) for style, path in found.items()}


class Writing:
    """Writes one plan onto its sheet, from the top."""

    def __init__(self, pdf: FPDF, page: PlanPage) -> None:
        self.pdf = pdf
        self.page = page

    def all(self) -> None:
        self.heading(title_of(self.page), size=TITLE, level=0)
        self.text(self.dated(), size=SMALL, colour=SOFT)
        for card in self.page.goals:
            self.goal(card)
        if self.page.loose:
            self.heading(_("Other things we do"))
            for step in self.page.loose:
                self.step(step)
        self.agenda()
        self.heading(_("When we look again"))
        on = self.page.review_on
        self.text(formats.date_format(on, "l j F Y") if on else _("No day is agreed yet."))
        if self.page.ended:
            self.heading(_("Goals that ended"))
            for card in self.page.ended:
                self.words(card)
                self.text(f"{card.ending}. {card.goal.why_ended}".strip(), indent=INDENT)

    def dated(self) -> str:
        day = formats.date_format(today(), "j F Y")
        return _("As it was on %(day)s. Version %(number)d.") % {
            "day": day,
            "number": self.page.number,
        }

    def goal(self, card: GoalCard) -> None:
        self.heading(_("Goal %(n)s") % {"n": card.number})
        self.words(card)
        for step in card.steps:
            self.step(step)
        for thought in card.thoughts:
            name = thought.who.described if thought.who else _("Somebody in the circle")
            self.text(f"{name}: {thought.label}", style="B", indent=INDENT)
            if thought.stance.why:
                self.text(thought.stance.why, indent=INDENT)

    def words(self, card: GoalCard) -> None:
        if card.goal.is_own:
            whose = voice_label(self.page.reader, self.page.known_as)
            self.text(whose, size=SMALL, colour=PLUM, style="B")
            self.text(card.goal.words, size=VOICE, colour=PLUM)
            return
        name = card.writer.described if card.writer else _("somebody in the circle")
        self.text(_("Words of %(name)s") % {"name": name}, size=SMALL, colour=SOFT)
        self.text(card.goal.words, size=VOICE)

    def step(self, card: StepCard) -> None:
        self.text(f"{card.state}: {card.step.what}", style="B" if card.is_open else "")
        self.text(self.who_and_when(card), size=SMALL, colour=SOFT, indent=INDENT)

    def who_and_when(self, card: StepCard) -> str:
        who = card.who.described if card.who else card.step.who_words
        told = [who or _("Nobody has taken it yet")]
        if card.step.by:
            day = formats.date_format(card.step.by, "l j F Y")
            told.append(_("By %(day)s") % {"day": day})
        return ". ".join(told)

    def agenda(self) -> None:
        self.heading(_("The next talk"))
        if not self.page.agenda:
            self.text(_("Nothing yet. Anyone in the circle can add to it."))
        for number, card in enumerate(self.page.agenda, start=1):
            colour = PLUM if card.is_persons else BLACK
            self.text(f"{number}. {card.line.words}", colour=colour)

    def heading(self, words: str, *, size: int = HEADING, level: int = 1) -> None:
        """A heading in the outline too. It never stands alone at the foot of a page."""
        if self.pdf.will_page_break(35):
            self.pdf.add_page()
        self.pdf.ln(4 if level else 0)
        self.pdf.start_section(words, level=level)
        self.text(words, size=size, style="B")

    def text(
        self,
        words: str,
        *,
        size: int = TEXT,
        style: str = "",
        colour: tuple[int, int, int] = BLACK,
        indent: float = 0,
    ) -> None:
        self.pdf.set_font(FONT, style=style, size=size)
        self.pdf.set_text_color(*colour)
        self.pdf.set_x(MARGIN + indent)
        self.pdf.multi_cell(0, size * 0.5, words, align="L", new_x="LMARGIN", new_y="NEXT")
        self.pdf.ln(1)
