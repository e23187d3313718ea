"""The existing EHR: it has its own database, and it was here first."""

from __future__ import annotations

import sqlite3
from pathlib import Path

TABLES = """
create table patient (
    mrn text primary key, family_no text not null, name text not null, born text not null,
    guardian text not null
);
create table network_provider (npi text primary key, name text not null);
insert into patient values
    ('M-100', '7001', 'Wren Okafor', '2013-04-09', 'Adaeze Okafor'),
    ('M-101', '7002', 'Milo Santos', '2010-11-30', 'Ines Santos');
insert into network_provider values ('9990000001', 'Birch House');
"""


def create_ehr(path: Path) -> None:
    """Create the EHR's database, as it stood before anybody heard of wraparound."""
    database = sqlite3.connect(path)
    try:
        database.executescript(TABLES)
        database.commit()
    finally:
        database.close()
