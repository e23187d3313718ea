"""What all documents of a stay share: the words, the names, and who is meant by an id."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import attrs

from wraparound.documents.names import Names
from wraparound.documents.paper import Block, Items, Paragraph
from wraparound.documents.phrases import Phrases, phrases_in
from wraparound.model.crisis import CrisisStep
from wraparound.model.planned_service import PlannedService
from wraparound.model.strategy import ActionStep
from wraparound.model.team import TeamMember
from wraparound.model.terms import Unknown
from wraparound.process.stay import Stay


@attrs.frozen(kw_only=True)
class Writing:
    """What a document of a stay is written with.

    Attributes:
        stay: The stay.
        words: The fixed words.
        names: What people and agencies are called.
    """

    stay: Stay
    words: Phrases
    names: Names

    @classmethod
    def of(cls, stay: Stay, language: str) -> Writing:
        """Return what a document in a language is written with.

        Raises:
            PolicyUnknown: There is no catalogue for the language.
        """
        names = Names.of(stay.chart, personal=True)
        return cls(stay=stay, words=phrases_in(language), names=names)

    @property
    def lead(self) -> tuple[str, ...]:
        """For whom and as of when."""
        youth = self.stay.youth
        told = [self.words.say("as_of", day=self.words.term(self.stay.as_of))]
        if youth is not None:
            name = youth.preferred_name or self.names.name(youth.id)
            told.insert(0, self.words.say("for_youth", name=name))
        return tuple(told)

    def member(self, id_: str | Unknown | None, words: str = "") -> str:
        """Return what a team member is called; what else somebody wrote where it is nobody."""
        if isinstance(id_, Unknown):
            return words or self.words.say("unknown")
        if id_ is None:
            return words or self.words.say("nobody")
        found = next((each for each in self.stay.members if each.id == id_), None)
        return self.names.name(found.person) if found else words or id_

    def part(self, member: TeamMember) -> str:
        """Return the part that a member has, in the family's words where there are any."""
        return member.role_words or self.words.term(member.role)

    def step(self, step: CrisisStep) -> str:
        """Return a step of a crisis plan with who does it, and how to reach them."""
        who = self.member(step.who, step.who_words) if step.who or step.who_words else ""
        told = ", ".join(each for each in (who, step.contact) if each)
        return self.words.say("step.who", text=step.text, who=told) if told else step.text

    def service(self, service: PlannedService) -> str:
        """Return what a service is called: by its name, or by its category."""
        category = service.category if isinstance(service.category, str) else ""
        return service.name or category.replace("_", " ") or service.id

    def task(self, step: ActionStep) -> tuple[str, str, str, str]:
        """Return a row about a task: what, who, by when, and how far it is."""
        who = self.member(step.responsible, step.responsible_words)
        due = self.words.term(step.due_on) if step.due_on is not None else ""
        return step.what, who, due, self.words.term(step.status)

    def heads(self, *keys: str) -> tuple[str, ...]:
        """Return the heads of a table."""
        return tuple(self.words.say(f"head.{key}") for key in keys)

    def listed(
        self, key: str, items: Iterable[str], *, numbered: bool = False
    ) -> tuple[Block, ...]:
        """Return a list with its label; nothing for an empty one."""
        found = tuple(each for each in items if each)
        label = self.words.say(key) if key else ""
        return (Items(items=found, label=label, numbered=numbered),) if found else ()

    def told(self, key: str, value: str | Unknown | date | None) -> tuple[Block, ...]:
        """Return a labelled sentence; nothing where there is none."""
        text = self.words.term(value)
        return (Paragraph(text=text, label=self.words.say(key)),) if text else ()

    def or_nothing(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        """Return the blocks; where there are none, the sentence that nothing is written down."""
        return blocks or (Paragraph(text=self.words.say("nothing")),)
