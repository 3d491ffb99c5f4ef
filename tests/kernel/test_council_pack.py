"""A council pack is read whole, and every fault names the file and the line."""

from pathlib import Path

import pytest

from borough.kernel.council_pack import PackMissing, read_pack

COUNCIL = """version = "3"
name = "Somewhere Council"
languages = ["en", "cy"]

[contact]
phone = "01632 960 500"

[values]
hubs = "two libraries"
"""
TEAMS = """[[teams]]
key = "waste"
name = "Waste"
posts = ["Waste officer"]

[[teams]]
key = "streets"
name = "Streets"
"""


@pytest.fixture
def pack(tmp_path):
    def write(name: str, text: str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return tmp_path

    write("council.toml", COUNCIL)
    write("teams.toml", TEAMS)
    return write


def faults_of(folder):
    return [str(fault) for fault in read_pack(folder).faults]


def test_a_folder_without_council_toml_is_no_pack(tmp_path):
    with pytest.raises(PackMissing, match=r"council\.toml"):
        read_pack(tmp_path)


def test_pack_is_read(pack):
    folder = pack("services/missed-bin.toml", 'team = "waste"\nphone = "01632 960 501"\n[promise]\ntext = "Soon"\n')
    read = read_pack(folder)
    assert read.faults == ()
    assert (read.version, read.council.name, read.council.languages) == ("3", "Somewhere Council", ("en", "cy"))
    assert read.council.named_values()["council.hubs"] == "two libraries"
    assert read.teams[0].posts == ("Waste officer",)
    assert read.services["missed-bin"].named_values() == {"service.phone": "01632 960 501"}


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("council.toml", 'name = ""\n', "council.toml:1: “name” must be text."),
        ("council.toml", COUNCIL + 'colour = "x"\n[brnad]\n', "council.toml:11: “brnad” is not known here."),
        ("council.toml", "name = \n", "council.toml:1: This is not TOML"),
        ("teams.toml", TEAMS.replace('"streets"', '"waste"'), "teams.toml:7: There are two teams “waste”."),
        ("teams.toml", TEAMS.replace('"streets"', '"The streets"'), "teams.toml:7: “The streets” cannot be a key"),
        ("services/x.toml", 'team = "roads"\n', "services/x.toml:1: teams.toml has no team “roads”."),
        ("services/x.toml", "[promise]\nworking_days = -1\n", "services/x.toml:2: “working_days” must be a whole"),
        ("contact_services.csv", "key,name\n", "contact_services.csv:1: The columns must be"),
        ("contact_services.csv", "key,name,lgsl,team\nnoise,Noise,x,waste\n", "contact_services.csv:2: “x” is no"),
    ],
)
def test_fault_names_file_and_line(pack, name, text, fault):
    assert any(line.startswith(fault) for line in faults_of(pack(name, text))), faults_of(pack(name, text))


def test_digest_changes_with_any_file(pack):
    before = read_pack(pack("brand/logo.svg", "<svg/>")).digest
    assert read_pack(pack("brand/logo.svg", "<svg></svg>")).digest != before
