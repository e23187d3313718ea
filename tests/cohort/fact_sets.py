"""Random facts for a set of rules, as near to its bounds as chance brings them."""

from __future__ import annotations

import random
from datetime import date, timedelta

from wraparound.cohort.columns import Role
from wraparound.cohort.frames import columns_for
from wraparound.cohort.questions import ready
from wraparound.policy.predicates.nodes import (
    Age,
    Compare,
    Count,
    Each,
    OneOf,
    Some,
    Within,
)

UNKNOWN, NONE = 0.25, 0.1


class FactSets:
    """Random facts for one set of rules, as near to its bounds as chance brings them."""

    def __init__(self, name, on, rule_sets=None, seed=0):
        self.dice = random.Random(f"{name} {on} {seed}")  # noqa: S311 - the same facts each time
        self.on = on
        self.columns = columns_for(name, on=on, rule_sets=rule_sets)
        asked = ready(name, on=on, rule_sets=rule_sets)
        self.tests = [each.node.test for each in asked.walk()]
        self.answers = [each.node.test for each in self.columns if each.role is Role.ANSWER]
        rare = {Role.NONE, Role.UNREAD, Role.OPEN, Role.ANSWER}
        self.readers = list(
            dict.fromkeys((each.path, each.role) for each in self.columns if each.role not in rare)
        )

    def one(self):
        held = {}
        for path, role in self.readers:
            if self.dice.random() >= UNKNOWN:
                value = None if self.dice.random() < NONE else self.value(path, role)
                if self.dice.random() < 0.3:
                    value = {"value": value, "source": "record", "date": None}
                put(held, path.split("."), value)
        for test in self.answers:
            for path, value in self.asked_of(test):
                if self.dice.random() >= UNKNOWN:
                    put(held, path.split("."), None if self.dice.random() < NONE else value)
        for prefix in list(held):
            if self.dice.random() < 0.02:
                held[prefix] = None  # beneath nothing there is nothing
        return held

    def asked_of(self, test):
        """The facts of a question that is answered where the frame is made."""
        match test:
            case Some() | Each():
                members = [self.dice.choice([{}, {"near": True}, {"near": False}]) for _ in "ab"]
                yield test.list, members[: self.dice.randrange(3)]
            case Compare():
                yield test.fact, self.dice.randrange(5)
                yield test.value_fact or test.fact, self.dice.randrange(5)
            case OneOf():
                yield test.fact, self.dice.choice([1, "x", "y"])
            case Count():
                for code in test.of:
                    yield f"{test.within}.{code}", self.dice.choice([True, False])
            case Age():
                yield test.birth, self.day("birth_date")
                yield test.at, self.day("")
            case Within():
                yield test.fact, [self.day("")]
                yield test.of, self.day("")

    def value(self, path, role):
        match role:
            case Role.FLAG | Role.EXISTS:
                return self.dice.choice([True, True, False])
            case Role.NUMBER:
                return self.number(path)
            case Role.TEXT:
                return self.dice.choice([*self.words(path), "something else", " "])
            case Role.DAY:
                return self.day(path)
            case _:
                return self.list_of(path)

    def number(self, path):
        bounds = [
            bound
            for test in self.tests
            for bound in (
                getattr(test, "value", None) if isinstance(test, Compare) else None,
                getattr(test, "at_least", None),
                getattr(test, "exactly", None),
                getattr(test, "each_max", None),
                getattr(test, "years", None) if path == "youth.age_years" else None,
            )
            if isinstance(bound, (int, float))
        ]
        near = self.dice.choice([*bounds, 0, 1])
        return near + self.dice.choice([-1, 0, 0, 1])

    def words(self, path):
        return [
            value
            for test in self.tests
            if isinstance(test, OneOf) and test.fact == path
            for value in test.values
        ] or ["x"]

    def day(self, path):
        if self.dice.random() < 0.05:
            return "some day"
        if path.endswith("birth_date"):
            years = self.dice.choice([t.years for t in self.tests if isinstance(t, Age)])
            near = date(self.on.year - years - self.dice.choice([0, 0, 1]), self.on.month, 28)
            days = self.dice.choice([-1, 0, 1, 2, 3, self.dice.randrange(-900, 900)])
        else:
            near = self.on - timedelta(self.dice.choice([0, 60, 61, 90, 120, 180, 181, 365, 366]))
            days = self.dice.choice([-31, -30, -1, 0, 1, 30, 31, self.dice.randrange(-400, 400)])
        found = near + timedelta(days)
        return found if self.dice.random() < 0.2 else found.isoformat()

    def list_of(self, path):
        dated = any(isinstance(t, Within) and t.fact == path for t in self.tests)
        known = [
            v
            for t in self.tests
            if isinstance(t, Count) and t.within == path
            for v in t.values or ()
        ]
        pick = self.days_of if dated else lambda: self.dice.choice([*known, "a", "b", "c"])
        items = [pick() for _ in range(self.dice.randrange(4))]
        if self.dice.random() < 0.1:
            return pick()  # one value is a list of one
        if self.dice.random() < 0.3:
            return {"items": items, "complete": self.dice.choice([True, False])}
        return items

    def days_of(self):
        return None if self.dice.random() < 0.15 else self.day("")


def put(held, path, value):
    for part in path[:-1]:
        held = held.setdefault(part, {})
        if not isinstance(held, dict) or "value" in held:
            return
    held[path[-1]] = value
