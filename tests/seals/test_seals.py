"""A trail that was tampered with after it was sealed says so, and where."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import attrs
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from wraparound.errors import DocumentInvalid, RequestInvalid
from wraparound.storage.envelopes import Access, Act, AuditEntry, Touched
from wraparound.storage.evidence import digest_of
from wraparound.storage.memory import MemoryStore
from wraparound.storage.seals import (
    Breach,
    Tampering,
    read_anchor,
    read_seal,
    seal,
    verify,
    written,
)

START = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(b"k" * 32)
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(b"o" * 32)


def entry(number, by="facilitator-1", at=None):
    touched = (Touched(kind="plan", id="plan-1", family="family-1", revision=1),)
    at = at or START + timedelta(minutes=number)
    made = AuditEntry(number=number, act=Act.READ, at=at, by=by, touched=touched, digest="")
    return hashed(made)


def trail_of(count):
    return tuple(entry(number) for number in range(1, count + 1))


def hashed(entry_):
    """As a forger would leave it who knows how the hash is computed."""
    fields = attrs.asdict(entry_, recurse=False)
    del fields["digest"]
    return AuditEntry(**fields, digest=digest_of(**fields))


def seals_of(trail, *ends, key=KEY):
    made = []
    for end in ends:
        before = made[-1] if made else None
        made.append(seal(trail[:end], key, before, program="north", at=START))
    return tuple(made)


def found(trail, seals, anchors=()):
    return verify(trail, seals, anchors, program="north", public_keys=[KEY.public_key()])


def breach(tampering, *numbers):
    return (Breach(tampering=tampering, numbers=numbers),)


@st.composite
def sealed_trails(draw):
    """A trail, its seals, and how many of its entries are sealed."""
    count = draw(st.integers(2, 24))
    ends = sorted(draw(st.sets(st.integers(2, count), min_size=1, max_size=4)))
    trail = trail_of(count)
    return trail, seals_of(trail, *ends), ends[-1]


def renumbered(trail, *, hash_again):
    """Close the gaps and doubles in the numbers, as a forger would."""
    moved = (attrs.evolve(each, number=place) for place, each in enumerate(trail, 1))
    return tuple(map(hashed, moved)) if hash_again else tuple(moved)


RENUMBER = st.sampled_from(["not", "only", "and hash"])


def as_forged(trail, how):
    return trail if how == "not" else renumbered(trail, hash_again=how == "and hash")


class TestUntouched:
    @given(sealed_trails())
    def test_a_trail_that_nobody_touched_raises_no_alarm(self, drawn):
        trail, seals, _ = drawn
        assert found(trail, seals, [each.anchor for each in seals]) == ()

    @given(st.integers(1, 12), st.data())
    def test_entries_that_say_the_same_raise_no_alarm(self, count, data):
        """Two reads of the same at the same moment differ in nothing but their numbers."""
        trail = tuple(entry(number, at=START) for number in range(1, count + 1))
        seals = seals_of(trail, data.draw(st.integers(1, count)))
        assert found(trail, seals) == ()

    def test_a_trail_that_was_never_sealed_raises_no_alarm(self):
        assert found(trail_of(5), ()) == ()
        assert found((), ()) == ()

    def test_seals_by_a_key_that_was_changed_are_still_good(self):
        trail = trail_of(6)
        (first,) = seals_of(trail, 3)
        second = seal(trail, OTHER_KEY, first, program="north", at=START)
        keys = [KEY.public_key(), OTHER_KEY.public_key()]
        assert verify(trail, (first, second), program="north", public_keys=keys) == ()

    def test_entries_kept_while_it_is_sealed_do_no_harm(self):
        """One thread reads and notes it without pause; another seals; nothing is found amiss."""
        store, seals = MemoryStore(), []
        done = threading.Event()

        def work():
            for number in range(400):
                store.note_read(Access(at=START + timedelta(seconds=number), by="parent-partner-1"))
            done.set()

        thread = threading.Thread(target=work)
        thread.start()
        while not done.is_set() or not seals:
            before = seals[-1] if seals else None
            new = store.audit_trail(before.last if before else 0)
            if new:
                seals.append(seal(new, KEY, before, program="north", at=START))
        thread.join()
        anchors = [each.anchor for each in seals]
        assert found(store.audit_trail(), seals, anchors) == ()


class TestEntries:
    @given(st.integers(2, 12), st.data())
    def test_an_edited_entry_is_named_among_others_that_say_the_same(self, count, data):
        """The last sealed one may be taken for one put before its twin that is not sealed yet."""
        trail = tuple(entry(number, at=START) for number in range(1, count + 1))
        place = data.draw(st.integers(0, count - 1))
        forged = (*trail[:place], entry(place + 1, by="forger", at=START), *trail[place + 1 :])
        sealed = data.draw(st.integers(place + 1, count))
        (one,) = found(forged, seals_of(trail, sealed))
        assert one.numbers == (place + 1,)
        assert one.tampering is Tampering.EDITED or place + 1 == sealed < count

    @given(sealed_trails(), st.booleans(), st.data())
    def test_an_edited_entry_is_named(self, drawn, hash_again, data):
        trail, seals, count = drawn
        place = data.draw(st.integers(0, count - 1))
        forged = attrs.evolve(trail[place], by="somebody-else")
        forged = hashed(forged) if hash_again else forged
        assert found((*trail[:place], forged, *trail[place + 1 :]), seals) == breach(
            Tampering.EDITED, place + 1
        )

    @given(sealed_trails(), st.data())
    def test_an_entry_whose_hash_alone_was_edited_is_named(self, drawn, data):
        trail, seals, _ = drawn
        place = data.draw(st.integers(0, len(trail) - 1))
        forged = attrs.evolve(trail[place], digest="0" * 64)
        assert found((*trail[:place], forged, *trail[place + 1 :]), seals) == breach(
            Tampering.EDITED, place + 1
        )

    @given(sealed_trails(), RENUMBER, st.data())
    def test_a_removed_entry_is_named(self, drawn, how, data):
        """Whether its gap was left, closed, or closed with the hashes computed again."""
        trail, seals, count = drawn
        place = data.draw(st.integers(0, count - 2))
        forged = as_forged((*trail[:place], *trail[place + 1 :]), how)
        assert found(forged, seals) == breach(Tampering.REMOVED, place + 1)

    @given(sealed_trails(), RENUMBER)
    def test_the_last_sealed_entry_is_named_when_removed(self, drawn, how):
        """Numbered anew, the entry behind it stands in its place: then the place was edited."""
        trail, seals, count = drawn
        forged = as_forged((*trail[: count - 1], *trail[count:]), how)
        (one,) = found(forged, seals)
        assert one.numbers == (count,)
        assert one.tampering in {Tampering.REMOVED, Tampering.TRUNCATED, Tampering.EDITED}

    @given(sealed_trails(), RENUMBER, st.data())
    def test_an_inserted_entry_is_named(self, drawn, how, data):
        trail, seals, count = drawn
        place = data.draw(st.integers(0, count - 1))
        forger = entry(place + 1, by="forger")
        forged = as_forged((*trail[:place], forger, *trail[place:]), how)
        assert found(forged, seals) == breach(Tampering.INSERTED, place + 1)

    @given(sealed_trails(), RENUMBER, st.data())
    def test_entries_in_another_order_are_named(self, drawn, how, data):
        """Two that changed places, their numbers with them or not."""
        trail, seals, count = drawn
        one, two = sorted(data.draw(st.sets(st.integers(0, count - 1), min_size=2, max_size=2)))
        swapped = list(trail)
        swapped[one], swapped[two] = swapped[two], swapped[one]
        (only,) = found(as_forged(tuple(swapped), how), seals)
        assert only.tampering is Tampering.REORDERED
        assert only.numbers
        if two - one > 2:
            assert set(only.numbers) == {one + 1, two + 1}

    def test_an_entry_that_was_moved_to_the_end_is_named(self):
        trail = trail_of(8)
        seals = seals_of(trail, 6)
        forged = renumbered((*trail[:2], *trail[3:], trail[2]), hash_again=True)
        assert found(forged, seals) == breach(Tampering.REORDERED, 3)

    @given(sealed_trails(), st.data())
    def test_an_end_that_was_cut_off_is_named(self, drawn, data):
        trail, seals, count = drawn
        left = data.draw(st.integers(0, count - 1))
        assert found(trail[:left], seals) == breach(
            Tampering.TRUNCATED, *range(left + 1, count + 1)
        )

    @given(sealed_trails(), st.data())
    def test_an_end_that_was_cut_off_with_its_seals_is_named_by_an_anchor(self, drawn, data):
        trail, seals, count = drawn
        kept = data.draw(st.integers(0, len(seals) - 1))
        left = seals[kept - 1].last if kept else 0
        anchors = [each.anchor for each in seals]
        assert found(trail[:left], seals[:kept]) == ()
        assert found(trail[:left], seals[:kept], anchors) == breach(
            Tampering.TRUNCATED, *range(left + 1, count + 1)
        )

    def test_several_acts_are_each_named(self):
        trail = trail_of(12)
        forged = list(trail)
        forged[9] = hashed(attrs.evolve(forged[9], by="somebody-else"))
        del forged[4:6]
        forged.insert(1, entry(2, by="forger"))
        assert set(found(forged, seals_of(trail, 6, 11))) == {
            *breach(Tampering.INSERTED, 2),
            *breach(Tampering.REMOVED, 5, 6),
            *breach(Tampering.EDITED, 10),
        }


class TestUnsealedEntries:
    def test_they_show_a_gap_a_double_and_a_hash_that_is_not_theirs(self):
        trail = trail_of(8)
        seals = seals_of(trail, 4)
        stale = attrs.evolve(trail[6], by="somebody-else")
        assert found((*trail[:6], stale, trail[7]), seals) == breach(Tampering.EDITED, 7)
        assert found((*trail[:5], *trail[6:]), seals) == breach(Tampering.REMOVED, 6)
        assert found((*trail[:4], *trail[5:]), seals) == breach(Tampering.REMOVED, 5)
        assert found((*trail[:6], trail[5], *trail[6:]), seals) == breach(Tampering.INSERTED, 6)
        disordered = (*trail[:5], trail[6], trail[5], trail[7])
        assert found(disordered, seals) == breach(Tampering.REORDERED, 6)


class TestSeals:
    @pytest.mark.parametrize(
        "forge",
        [
            lambda each: attrs.evolve(each, contents=(*each.contents[:-1], "0" * 64)),
            lambda each: attrs.evolve(each, program="south"),
            lambda each: attrs.evolve(each, previous="0" * 64),
            lambda each: attrs.evolve(each, at=START + timedelta(days=1)),
            lambda each: attrs.evolve(each, signature="00" * 64),
            lambda each: attrs.evolve(each, signature="not hex"),
            lambda each: attrs.evolve(each, key="0" * 32),
        ],
    )
    def test_a_seal_that_was_altered_is_named(self, forge):
        trail = trail_of(9)
        one, two, three = seals_of(trail, 3, 6, 9)
        assert found(trail, (one, forge(two), three)) == breach(Tampering.SEAL_BROKEN, 2)

    def test_a_seal_by_a_stranger_is_named(self):
        trail = trail_of(3)
        seals = seals_of(trail, 3, key=OTHER_KEY)
        assert found(trail, seals) == breach(Tampering.SEAL_BROKEN, 1)

    def test_a_missing_seal_is_named(self):
        trail = trail_of(9)
        one, two, three = seals_of(trail, 3, 6, 9)
        assert found(trail, (two, three)) == breach(Tampering.SEAL_MISSING, 1)
        assert found(trail, (one, three)) == breach(Tampering.SEAL_MISSING, 2)
        anchors = [each.anchor for each in (one, two, three)]
        assert found(trail, (one,), anchors) == breach(Tampering.SEAL_MISSING, 2, 3)

    def test_a_trail_sealed_again_with_the_stolen_key_is_named_by_an_anchor(self):
        trail = trail_of(6)
        anchors = [each.anchor for each in seals_of(trail, 3, 6)]
        forged = (*trail[:4], entry(5, by="somebody-else"), trail[5])
        again = seals_of(forged, 3, 6)
        assert found(forged, again) == ()
        assert found(forged, again, anchors) == breach(Tampering.SEAL_BROKEN, 2)

    def test_seals_and_anchors_are_read_as_they_were_written(self):
        one, two = seals_of(trail_of(6), 3, 6)
        assert read_seal(written(two)) == two
        assert read_anchor(written(two.anchor)) == two.anchor
        assert two.previous == one.mark
        assert found(trail_of(6), [read_seal(written(each)) for each in (one, two)]) == ()
        for text in (b"{", b"{}", b"[]", written(one)):
            with pytest.raises(DocumentInvalid):
                read_anchor(text)

    def test_a_trail_that_is_broken_is_not_sealed(self):
        trail = trail_of(5)
        (one,) = seals_of(trail, 3)
        stale = attrs.evolve(trail[4], by="somebody-else")
        for entries in ((), trail[:3], trail[4:], (*trail[:4], stale)):
            with pytest.raises(RequestInvalid):
                seal(entries, KEY, one, program="north", at=START)
        with pytest.raises(RequestInvalid):
            seal(trail, KEY, one, program="south", at=START)
        with pytest.raises(RequestInvalid):
            seal(trail, KEY, one, program="north", at=START.replace(tzinfo=None))

    def test_anchors_of_another_program_are_refused(self):
        trail = trail_of(3)
        other = seal(trail, KEY, program="south", at=START).anchor
        with pytest.raises(RequestInvalid):
            found(trail, seals_of(trail, 3), [other])
