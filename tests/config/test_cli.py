"""The `borough` command tells what it can do, in its own words."""

import sys

import pytest

from borough.config import cli


@pytest.mark.parametrize("words", [["borough"], ["borough", "help"], ["borough", "--help"]])
def test_help_lists_our_own_commands_alone(words, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", words)
    cli._run_command(words[1] if len(words) > 1 else "help")
    told = capsys.readouterr().out
    assert "  backup " in told
    assert "  contacts " in told
    assert "makemigrations" not in told


def test_the_version_is_boroughs(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["borough", "--version"])
    cli._run_command("--version")
    assert capsys.readouterr().out.startswith("borough 0.")
