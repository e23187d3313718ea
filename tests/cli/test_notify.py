"""The commands notify run, list and retry: servers on this machine, exit codes, no secret shown."""

from __future__ import annotations

import json

import pytest
from tests.channels.conftest import Box, WebBox, free_port, mail_server, web_server

from wraparound.cli.commands.notify.channels import configured

DAY = ("--as-of", "2025-06-01")
SECRET = "whsec_c2VjcmV0IHNlY3JldCBzZWNyZXQgc2VjcmV0"


@pytest.fixture
def facilitated(run, case):
    """The case, with the address of its facilitator, who hears in the house's own way."""
    text = case.read_text("utf-8").replace(
        "- {id: fac, name: Marked Facilitator}",
        "- {id: fac, name: Marked Facilitator, contacts: [{kind: email, value: fac@marked.example, "
        "safe: true}]}",
    )
    case.write_text(text, "utf-8")
    assert run("import", case).exit_code == 0
    return run


def answer(ran):
    return json.loads(ran.stdout)


def test_a_dry_run_says_what_would_be_told_and_keeps_nothing(facilitated):
    ran = facilitated("notify", "run", *DAY, "--dry-run", "--format", "json")
    assert ran.exit_code == 0, ran.output
    told = answer(ran)
    assert told["dry_run"] is True
    assert told["queued"] == {"new_finding": len(told["planned"])}
    assert {each["recipient"] for each in told["planned"]} == {"fac"}
    assert answer(facilitated("notify", "list", "--format", "json"))["messages"] == []
    assert "dry run" in facilitated("notify", "run", *DAY, "--dry-run").output


def test_mail_goes_out_once(facilitated):
    box = Box()
    with mail_server(box) as port:
        servers = ("--smtp", f"smtp+plain://127.0.0.1:{port}", "--sender", "team@county.example")
        ran = facilitated("notify", "run", *DAY, *servers, "--format", "json")
        assert ran.exit_code == 0, ran.output
        again = facilitated("notify", "run", *DAY, *servers, "--format", "json")
        assert again.exit_code == 0, again.output
    told = answer(ran)
    assert told["delivered"] == sum(told["queued"].values()) == len(box.mails) >= 1
    assert answer(again)["queued"] == {}
    assert {mail["To"] for mail in box.mails} == {"fac@marked.example"}
    assert "marked" not in (ran.output + again.output).lower()
    listed = answer(facilitated("notify", "list", "--format", "json"))["messages"]
    assert {each["state"] for each in listed} == {"delivered"}


def test_a_webhook_by_the_environment(facilitated, tmp_path):
    rules = tmp_path / "rules.yaml"
    from importlib import resources  # noqa: PLC0415 - one file

    text = resources.files("wraparound.notices").joinpath("rules.yaml").read_text("utf-8")
    rules.write_text(text.replace("channel: smtp", "channel: webhook"), "utf-8")
    web = WebBox()
    with web_server(web) as port:
        ran = facilitated(
            "notify",
            "run",
            *DAY,
            "--rules",
            rules,
            WRAPAROUND_WEBHOOK=f"http://127.0.0.1:{port}/",
            WRAPAROUND_WEBHOOK_SECRET=SECRET,
        )
    assert ran.exit_code == 0, ran.output
    assert web.posts
    assert SECRET not in ran.output


def test_a_failure_ends_with_1_and_is_listed_with_its_reason(facilitated):
    servers = ("--smtp", f"smtp+plain://127.0.0.1:{free_port()}", "--sender", "team@county.example")
    ran = facilitated("notify", "run", *DAY, *servers)
    assert ran.exit_code == 1
    assert "failed and will be tried again" in ran.output
    assert "smtp: unreachable" in facilitated("notify", "list", "--state", "waiting").output


def test_what_is_parked_can_be_sent_again(facilitated):
    box = Box()
    box.answers = ["550 no"] * 100
    with mail_server(box) as port:
        servers = ("--smtp", f"smtp+plain://127.0.0.1:{port}", "--sender", "team@county.example")
        assert facilitated("notify", "run", *DAY, *servers).exit_code == 1
        parked = answer(facilitated("notify", "list", "--state", "parked", "--format", "json"))
        first, *others = [each["message"] for each in parked["messages"]]
        assert {each["reason"] for each in parked["messages"]} == {"smtp: smtp_550"}
        box.answers = []
        ran = facilitated("notify", "retry", first, "nobody", "--format", "json")
        assert ran.exit_code == 2
        assert answer(ran)["released"] == [first]
        assert answer(ran)["not_parked"] == ["nobody"]
        assert facilitated("notify", "retry", "--all").exit_code == 0
        assert facilitated("notify", "run", *DAY, *servers).exit_code == 0
    assert len(box.mails) == 1 + len(others)


def test_retry_wants_to_know_which(facilitated):
    assert facilitated("notify", "retry").exit_code == 2
    assert facilitated("notify", "retry", "--all", "m-1").exit_code == 2


@pytest.mark.parametrize(
    ("options", "settings", "says"),
    [
        (("--smtp", "mail.example", "--sender", "a@b.example"), {}, "smtp://host"),
        (("--smtp", "smtp://mail.example:port", "--sender", "a@b.example"), {}, "smtp://host"),
        (("--smtp", "smtp://mail.example"), {}, "--sender"),
        (("--smtp", "smtp://me:pa55@mail.example", "--sender", "a@b.example"), {}, "PASSWORD"),
        (("--smtp", "smtp+plain://me@localhost", "--sender", "a@b.example"), {}, "encrypted"),
        (("--webhook", "https://portal.example/"), {}, "WRAPAROUND_WEBHOOK_SECRET"),
        (
            ("--webhook", "http://portal.example/"),
            {"WRAPAROUND_WEBHOOK_SECRET": SECRET},
            "https://",
        ),
    ],
)
def test_what_cannot_be_set_up_is_told_without_secrets(facilitated, options, settings, says):
    ran = facilitated("notify", "run", *DAY, *options, **settings)
    assert ran.exit_code == 2
    assert says in ran.output
    assert "pa55" not in ran.output
    assert SECRET not in ran.output


def test_rules_with_faults_end_with_2(facilitated, tmp_path):
    rules = tmp_path / "rules.yaml"
    rules.write_text("title: Ours\nkinds: {clock_lat: {to: [nobody]}}\n", "utf-8")
    ran = facilitated("notify", "run", *DAY, "--rules", rules)
    assert ran.exit_code == 2
    assert "rules.yaml" in ran.output
    assert "clock_late" in ran.output
    assert "give_up_after_days" in ran.output


def test_nothing_is_set_up_by_itself():
    assert configured(smtp=None, sender=None, webhook=None).register_channels() == ()
