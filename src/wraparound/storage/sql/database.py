"""A database that is open: its connections, its statements, and its errors in our words."""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Engine
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from wraparound.errors import StorageUnavailable
from wraparound.storage.sql import postgresql, reads, sqlite
from wraparound.storage.sql.faults import unavailable
from wraparound.storage.sql.statements import Prepared, Statements, Written

T = TypeVar("T")
Rows = Sequence[tuple[object, ...]]


class _AgainError(Exception):
    """Nothing of a transaction was kept, and it may be run again.

    Attributes:
        refusal: What to say where that does not help.
        cut: Whether the connection was cut; otherwise the database undid the transaction for the
            sake of another one.
    """

    def __init__(self, refusal: StorageUnavailable, *, cut: bool) -> None:
        self.refusal = refusal
        self.cut = cut
        super().__init__()


class Transaction:
    """One change being written: all of it is kept, or nothing."""

    def __init__(
        self, cursor: DBAPICursor, statements: Statements, *, undo: Callable[[], None]
    ) -> None:
        self._cursor = cursor
        self._statements = statements
        self._undo = undo

    def ask(
        self, write: Callable[..., Written], given: Mapping[str, object], *parts: Hashable
    ) -> Rows:
        """Return the rows that answer a question."""
        prepared = self._statements.prepare(write, *parts)
        self._cursor.execute(prepared.text, prepared.bind(given))
        return self._cursor.fetchall()

    def move(self, write: Callable[..., Written], given: Mapping[str, object]) -> Rows:
        """Move a program on, and return how far it has come; nothing where there is none yet.

        Args:
            write: Writes the update, told whether the database tells at once what it changed.
            given: The values.
        """
        prepared = self._statements.prepare(write, self._statements.tells)
        self._cursor.execute(prepared.text, prepared.bind(given))
        if self._statements.tells:
            return self._cursor.fetchall()
        return self.ask(reads.turn, given) if self._cursor.rowcount else ()

    def undo_and_ask(self, write: Callable[..., Written], given: Mapping[str, object]) -> Rows:
        """Undo what was written so far, and return the rows that answer a question."""
        self._undo()
        return self.ask(write, given)

    def do(
        self, write: Callable[..., Written], given: Mapping[str, object], *parts: Hashable
    ) -> int:
        """Write once, and return how many rows it touched."""
        prepared = self._statements.prepare(write, *parts)
        self._cursor.execute(prepared.text, prepared.bind(given))
        return self._cursor.rowcount

    def do_all(
        self,
        write: Callable[..., Written],
        given: Iterable[Mapping[str, object]],
        *parts: Hashable,
    ) -> None:
        """Write once for each of these."""
        prepared = self._statements.prepare(write, *parts)
        bound: list[Any] = [
            prepared.bind(each) for each in given
        ]  # rows alike: all by place or by name
        if bound:
            self._cursor.executemany(prepared.text, bound)


class Database:
    """A database that is open, safe to be used by several threads at once.

    Questions go to the driver directly, in text that was prepared once: what SQLAlchemy does
    besides, for every statement, takes longer than SQLite needs to open a family.
    """

    def __init__(self, engine: Engine, *, owned: bool) -> None:
        """Take over an engine.

        Args:
            engine: Where connections come from.
            owned: Whether the engine is closed with this database.
        """
        self.engine = engine
        self.statements = Statements(engine.dialect)
        self.where = engine.url.set(query={}).render_as_string(hide_password=True)
        self._owned = owned
        self._closed = False
        self._driver = engine.dialect.loaded_dbapi
        # A SQLite file is read outside of transactions, so that a connection is as good as new
        # after each question: keeping one at hand saves a third of the time of opening a family.
        spare = isinstance(engine.pool, QueuePool) and engine.pool.size() > 1
        self._keeps_one = owned and spare and engine.dialect.name == sqlite.NAME
        self._at_hand: deque[PoolProxiedConnection] = deque()

    def ask(
        self, write: Callable[..., Written], given: Mapping[str, object], *parts: Hashable
    ) -> Rows:
        """Return the rows that answer one question; asked again where the connection was cut."""
        prepared = self.statements.prepare(write, *parts)
        try:
            return self._ask(prepared, given)
        except _AgainError:
            pass
        try:
            return self._ask(prepared, given)
        except _AgainError as again:
            raise again.refusal from None

    def _ask(self, prepared: Prepared, given: Mapping[str, object]) -> Rows:
        try:
            connection = self._at_hand.pop()
        except IndexError:
            connection = self._connect()
        try:
            cursor = connection.cursor()
            cursor.execute(prepared.text, prepared.bind(given))
            rows = cursor.fetchall()
        except self._driver.Error as error:
            cut, refusal = self._refused(error, connection)
            connection.close()
            raise (_AgainError(refusal, cut=True) if cut else refusal) from None
        except BaseException:
            connection.close()
            raise
        self._put_back(connection)
        return rows

    def write(self, act: Callable[[Transaction], T]) -> T:
        """Run an act in one transaction.

        Where somebody else added the same row in the same moment, the act runs once more: this
        time it sees what the other one did. Where the database undid the transaction for the sake
        of another one (a deadlock, or an order of transactions that cannot be), it runs again
        after a pause that is longer each time. Where the connection was cut on the way, as after
        a server was started again, it runs once more on a new one. An act is never run again once
        its end may have been kept.
        """
        added_alike = cut = False
        for pause in (*postgresql.PAUSES, None):
            try:
                return self._write(act)
            except self._driver.IntegrityError as error:
                if added_alike:
                    raise unavailable(error, where=self.where) from None
                added_alike = True
            except _AgainError as again:
                if pause is None or (again.cut and cut):
                    raise again.refusal from None
                if again.cut:
                    cut = True
                    continue
                time.sleep(random.uniform(pause / 2, pause))  # noqa: S311 - so that two do not meet again
        raise StorageUnavailable(  # only where the last of the runs met a row added alike
            f"the store {self.where} is too busy", hint="try again"
        )

    def prepare(self, act: Callable[[Engine, str], T]) -> T:
        """Run what is done to the tables themselves, such as laying them out."""
        try:
            return act(self.engine, self.where)
        except (SQLAlchemyError, self._driver.Error) as error:
            raise unavailable(error, where=self.where) from None

    def close(self) -> None:
        """Let go of the connections, unless the engine is somebody else's."""
        self._closed = True
        self._let_go()
        if self._owned:
            self.engine.dispose()

    def _put_back(self, connection: PoolProxiedConnection) -> None:
        if not self._keeps_one or self._at_hand:
            connection.close()
            return
        self._at_hand.append(connection)
        if self._closed:  # by another thread, while this one was reading
            self._let_go()

    def _let_go(self) -> None:
        while self._at_hand:
            self._at_hand.pop().close()

    def _write(self, act: Callable[[Transaction], T]) -> T:
        connection = self._connect()
        ending = False
        try:
            cursor = connection.cursor()
            if self.engine.dialect.name == sqlite.NAME:
                cursor.execute(sqlite.BEGIN)
            elif getattr(connection, "autocommit", False):
                cursor.execute(postgresql.BEGIN)
            answer = act(Transaction(cursor, self.statements, undo=connection.rollback))
            ending = True
            connection.commit()
        except self._driver.IntegrityError:
            raise
        except self._driver.Error as error:
            cut, refusal = self._refused(error, connection)
            if getattr(error, "sqlstate", None) in postgresql.UNDONE or (cut and not ending):
                raise _AgainError(refusal, cut=cut) from None
            raise refusal from None
        else:
            return answer
        finally:
            connection.close()  # what was not committed is undone here

    def refuse_closed(self) -> None:
        """Refuse what is asked of a store that is closed.

        Raises:
            StorageUnavailable: It is.
        """
        if self._closed:
            raise StorageUnavailable("the store is closed", hint="open it again")

    def _connect(self) -> PoolProxiedConnection:
        self.refuse_closed()
        try:
            return self.engine.raw_connection()
        except (SQLAlchemyError, self._driver.Error) as error:
            raise unavailable(error, where=self.where) from None

    def _refused(
        self, error: BaseException, connection: PoolProxiedConnection
    ) -> tuple[bool, StorageUnavailable]:
        """Return whether the connection was cut, and what to say."""
        cut = self.engine.dialect.is_disconnect(error, connection, None)  # type: ignore[arg-type]  # the pool's own proxy is what SQLAlchemy passes here, too
        if cut:
            connection.invalidate(error)
            if self._owned:  # the others in the pool were cut with it, and nobody asks them first
                self.engine.dispose(close=False)
        return cut, unavailable(error, where=self.where)
