# SPDX-License-Identifier: GPL-3.0-or-later
"""Every task with every fault a virtual card can play, made here and not written down: battery.py [KEYS] lists them with
how they have to end. How each has to end comes from the second reader in reference.py."""
import collections
import json
import pathlib
import random
import sys
import tempfile

import cases
import reference
import vcard

CHALLENGE = "挑戦 123"
TASKS = ["attrs", "attrs-b", "number", "number-a", "licence", "licence-2", "dl", "residence", "sign"]
WORDS = ("6100", "6108", "6282", "6283", "6300", "63C0", "63C2", "6581", "6700", "6981", "6982", "6983", "6984", "6985", "6A82",
         "6A88", "6B00", "6C00", "6C10", "6D00", "6E00", "6F00", "9000", "FFFF")
# Per task: what its secrets are called at the card, how many tries they have, a wrong one, files it reads.
SECRETS = {"attrs": [("text-pin", 3, "9999")], "attrs-b": [("text-b", 10, "60032120334568")], "number": [("text-pin", 3, "9999")],
           "number-a": [("text-a", 10, "123456789026")], "licence": [("pin1", 3, "9999")],
           "licence-2": [("pin1", 3, "9999"), ("pin2", 3, "0000")], "dl": [("dl", 10, "9999")], "sign": [("auth", 3, "9999")],
           "residence": []}
PEOPLE = {  # holders whose data is at an edge
    "gaiji": {"licence": {"name": "山﨑　髙太", "address": "札幌市中央区〓町１", "domicile": "札幌市中央区𠮷町２"}},
    "moved": {"licence": {"changes": [
        {"kind": "name", "date": "2021-02-03", "text": "濵田　髙太"},
        {"kind": "address", "date": "2019-06-01", "text": "仙台市青葉区一番町１－１"},
        {"kind": "address", "date": "2024-01-31", "text": "盛岡市内丸２～３"},
        {"kind": "condition", "date": "2024-02-01", "text": "眼鏡等"},
        {"kind": "domicile", "date": "2022-01-01", "text": "盛岡市内丸１"}]}},
    "no-pin": {"licence": {"pin_set": False}},
    "long-form": {"name": "ＹＡＭＡＤＡ　ＴＡＲＯ Jr.", "address": "京都府京都市東山区三条通南二筋目白川筋西入二丁目北木之元町６２１－３" * 3,
                  "birth": "1912-07-30", "sex": "1", "licence": {"birth": "1989-01-07", "expiry": "2033-12-31"}},
    "leap": {"birth": "2024-02-29", "licence": {"birth": "2000-02-29", "expiry": "2028-02-29"},
             "residence": {"address": "大阪府大阪市北区梅田　葛󠄀城ビル", "card_type": "2"}},
}


def task_of(name):
    return "licence" if name == "licence-2" else name


def base(name):
    card, secrets, _, _ = cases.TASKS[task_of(name)]
    return list(card), ["2468", "1357"] if name == "licence-2" else list(secrets)


# One that is to be played; what has to come of it is worked out when its turn comes.
Plan = collections.namedtuple("Plan", "name title arguments secrets extra holder", defaults=[None, (), None])


def make(name, title, *arguments, secrets=None, extra=(), holder=None):
    return Plan(name, title, arguments, secrets, extra, holder)


def work_out(plan, keys):
    """The case of a plan; None: this card has nothing that could be spoilt in this way."""
    card, right = base(plan.name)
    secrets = right if plan.secrets is None else plan.secrets
    card = [*card, *plan.arguments, *(["--holder", plan.holder] if plan.holder else [])]
    try:
        expected = reference.expect(task_of(plan.name), card, secrets, CHALLENGE, keys)
    except (SystemExit, ValueError, IndexError):
        return None
    moved = any(a.startswith("remove") for a in plan.arguments)
    extra = [*(["--challenge", CHALLENGE] if plan.name == "sign" else []), *plan.extra]
    return cases.Case(f"{plan.name}: {plan.title}", card, task_of(plan.name), secrets, expected.result, expected.shows,
                      expected.verify, extra, moved, expected.saw)


def states(name, keys):
    """Tries left, and what is typed."""
    for i, (pin, most, wrong) in enumerate(SECRETS[name]):
        for left in range(most + 1):
            for typed in (None, wrong):
                secrets = base(name)[1]
                if typed:
                    secrets[i] = typed
                yield make(name, f"{pin} {left} left, {typed or 'right'}", "--tries", f"{pin}={left}", secrets=secrets)
        for word in ("6983", "6984"):
            yield make(name, f"{pin} blocked {word}", "--block", pin, "--blocked-sw", word)
    for bad in ("", " ", "123", "12345", "12 4", "１２３４", "abcd", "1234 ", "-123", "0x12", "9" * 17, "9" * 400, "****", "\x00123", "é234"):
        yield make(name, f"typed {bad[:20]!r}", secrets=[bad, *base(name)[1][1:]])
    if name == "residence":
        for bad in ("AB12345678CE", "BA12345678CD", "ab12345678cd", "AB1234567CD", "12AB345678CD", "ＡＢ１２３４５６７８ＣＤ"):
            yield make(name, f"typed {bad}", secrets=[bad])
    for option in ("--keep-auth-on-select", "--warm-reset-clears", "--minimal-lengths"):
        yield make(name, option, option)


def at_each_command(name, keys):
    card, secrets = base(name)
    trace = reference.expect(task_of(name), card, secrets, CHALLENGE, keys).trace
    for n, command in enumerate(trace, 1):
        for spec in [f"remove@any:{n}", f"remove@any:{n}=0.05", f"remove@any:{n}=0.6", f"runt@any:{n}", f"overlong@any:{n}=1",
                     f"overlong@any:{n}=300", f"overlong@any:{n}=60000", f"chain@any:{n}=1", f"chain@any:{n}=100",
                     f"delay@any:{n}=300", *(f"sw@any:{n}={word}" for word in WORDS)]:
            yield make(name, f"{spec} ({command})", "--fault", spec)
        yield make(name, f"mute@any:{n} ({command})", "--fault", f"mute@any:{n}", extra=["--timeout", "1.5"])
    yield make(name, "taken away afterwards", "--fault", f"remove@any:{len(trace) + 1}")


def for_good(name, keys):
    card, secrets = base(name)
    trace = reference.expect(task_of(name), card, secrets, CHALLENGE, keys).trace
    for command in sorted(set(trace)):
        for word in WORDS:
            yield make(name, f"sw@{command}={word}", "--fault", f"sw@{command}={word}")
    for spec in ("short@read=1", "short@read=7", "short@read=100", "short@read=223", "eof-warning@read", "wrong-le@read=1",
                 "wrong-le@read=16", "wrong-le@read=200", "chain@any=1", "chain@any=3", "chain@any=200", "delay@any=20"):
        yield make(name, spec, "--fault", spec)
    if name == "sign":
        yield make(name, "badsig@sign", "--fault", "badsig@sign")


def damaged(name, keys):
    """Everything at the files that are read, a little at the others: those must not matter."""
    card, _ = base(name)
    for label, file in sorted(reference.make_card(card, keys).files().items()):
        if file.data is None:
            continue
        read = label in cases.FILES[task_of(name)] and (name != "licence" or label not in ("df1.ef02", "df1.ef06"))
        for variant in vcard.SPOIL_VARIANTS if read else ("random", "empty"):
            for seed in (1, 2, 3) if variant == "random" and read else (1,):
                yield make(name, f"garbage/{label}={variant} {seed}", "--fault", f"garbage/{label}={variant}", "--seed", str(seed))


def together(name, keys, count=40):
    """Two things at once."""
    chance = random.Random(f"together {name}")
    way = ("short@read=9", "chain@any=5", "wrong-le@read=20", "eof-warning@read", "delay@any=10")
    other = [c for part in (damaged, at_each_command) for c in part(name, keys) if "remove@" not in c.title and "mute@" not in c.title]
    for one in chance.sample(other, min(count, len(other))):
        spec = chance.choice(way)
        yield make(name, f"{one.title} and {spec}", *one.arguments, "--fault", spec)


def people(name, keys, folder):
    for who in PEOPLE:
        for more in ((), ("--fault", "short@read=11"), ("--fault", "chain@any=7"), ("--minimal-lengths",)):
            yield make(name, f"{who} {' '.join(more)}", *more, holder=str(folder / f"{who}.json"))


def everything(keys, folder):
    """All plans; the people's files are put into the folder."""
    pathlib.Path(keys).mkdir(exist_ok=True)
    for who, change in PEOPLE.items():
        (folder / f"{who}.json").write_text(json.dumps(change))
    for name in TASKS:
        for part in (states, at_each_command, for_good, damaged, together):
            yield from part(name, keys)
        yield from people(name, keys, folder)


def chosen(keys, folder, count=0, names=()):
    """That many of them (0: all) with one of the words in their names, the same each time."""
    plans = [p for p in everything(keys, folder) if not names or any(word in f"{p.name}: {p.title}" for word in names)]
    if count:
        plans = random.Random("chosen").sample(plans, min(count, len(plans)))
    return [case for case in (work_out(plan, keys) for plan in plans) if case]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        for case in chosen(*(pathlib.Path(p) for p in (sys.argv[1] if len(sys.argv) > 1 else f"{place}/keys", place))):
            print(case.result, case.name, case.verify, sep="\t")
