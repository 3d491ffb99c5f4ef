"""Small supplies for tests: a header, records told shortly, a trailer."""

from datetime import UTC, datetime

from borough.gazetteer.layouts import load_layout
from borough.gazetteer.public import ImportOptions, import_supply

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
DTF, ABP = load_layout("dtf-7.3"), load_layout("addressbase-premium")


def street(usrn=90000001, name="HIGH STREET", *, change="I", state=2, locality="ADLINGTON"):
    return [
        f'11,"{change}",#,{usrn},1,9990,{state},2001-01-01,1,8,1,2001-01-01,2020-01-01,2001-01-01,,350000.00,410000.00,350100.00,410100.00,10',
        *([f'15,"I",#,{usrn},"{name}","{locality}","CHORLEY","LANCASHIRE","ENG"'] if change == "I" else []),
    ]


def blpu(
    uprn=10090000001,
    change="I",
    *,
    status=1,
    state=2,
    ward="E05000001",
    parent="",
    east="358000.00",
    organisation="",
    end="",
):
    return [
        f'21,"{change}",#,{uprn},{status},{state},2005-05-05,"RD04",{parent},{east},417000.50,1,9990,2005-05-05,{end},2020-01-01,2005-05-05,"{organisation}","{ward}","E04000001",,,""'
    ]


def lpi(
    n=1,
    uprn=10090000001,
    change="I",
    *,
    status=1,
    number=1,
    usrn=90000001,
    sao=',"",,"",""',
    text="",
    postcode="PR7 4EX",
    end="",
):
    return [
        f'24,"{change}",#,{uprn},"9990L{n:09}","ENG",{status},2005-05-05,{end},2005-05-05,2020-01-01,{sao},{number},"",,"","{text}",{usrn},"","Y","{postcode}","CHORLEY","Y",,,""'
    ]


def xref(n=1, uprn=10090000001, change="I", reference="123", source="7666VC"):
    return [f'23,"{change}",#,{uprn},"9990X{n:09}",2005-05-05,2020-01-01,2005-05-05,,"{reference}","{source}"']


def house(n=1, **more):
    uprn = 10090000000 + n
    return [*blpu(uprn, **more), *lpi(n, uprn, number=n)]


def supply(
    *records, kind="F", day="2026-11-01", volume=1, following=0, first=1, count=None, metadata=True, trailer=True
):
    """The text of one volume; # in a record becomes its PRO_ORDER."""
    texts = [line for record in records for line in ([record] if isinstance(record, str) else record)]
    out = [f'10,"TEST COUNCIL",,9990,{day},{volume},{day},10:00:00,"7.3","{kind}"']
    if metadata:
        out.append(
            '29,"TEST","ALL","NONE","","TEST COUNCIL","D","TEST COUNCIL",10090000001,9990,"BNG","METRES",2026-11-01,"BS7666",2026-11-01,"ENG","UTF-8"'
        )
    out += [line.replace("#", str(n), 1) for n, line in enumerate(texts, first)]
    if trailer:
        out.append(f"99,{following},{len(texts) if count is None else count},{day},10:00:01")
    return "\n".join(out) + "\n"


def write(path, text, encoding="utf-8"):
    path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
    return path


def bring(tmp_path, text, layout=DTF, at=AT, **wanted):
    """Import a supply's text, or several, as files."""
    paths = [
        volume if hasattr(volume, "open") else write(tmp_path / f"supply-{n}.csv", volume)
        for n, volume in enumerate([text] if isinstance(text, str | bytes) or hasattr(text, "open") else text)
    ]
    return import_supply(
        by="system:importer",
        at=at,
        paths=paths,
        layout=layout,
        rejects=tmp_path / "rejects.csv",
        options=ImportOptions(**wanted),
    )
