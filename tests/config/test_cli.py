"""The `borough` command tells what it can do, in its own words."""

import sys

import pytest

from borough.config import cli


@pytest.mark.parametrize("arguments", [["borough"], ["borough", "help"], ["borough", "--help"]])
def test_help_lists_our_own_commands_alone(arguments, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", arguments)
    cli._run_command(arguments[1] if len(arguments) > 1 else "help")
    output = capsys.readouterr().out
    assert "  backup " in output
    assert "  contacts " in output
    assert "makemigrations" not in output


def test_the_version_is_boroughs(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["borough", "--version"])
    cli._run_command("--version")
    assert capsys.readouterr().out.startswith("borough 0.")
