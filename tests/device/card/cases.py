# SPDX-License-Identifier: GPL-3.0-or-later
"""What is played and how it must end. A case: name, arguments of the virtual card, task, secrets, the result and, if it
differs from the ordinary, what is printed and which PINs were sent how often; saw: what else the card has to report."""
import collections
import os

Case = collections.namedtuple("Case", "name card task secrets result shows verify extra removed saw", defaults=[None])

HOLDER = {"name": "架空　花子", "address": "東京都千代田区架空町１－２－３　見本荘２０１", "birth": "1985-03-21", "sex": "2"}
LICENCE = {"name": "架空　花子", "address": "東京都千代田区架空町１－２－３", "birth": "1985-03-21", "expiry": "2028-04-21",
           "licence_number": "301234567890"}
DOMICILE = {"domicile": "東京都千代田区架空町９番地"}
ADDRESS = {"address": "東京都千代田区架空町４－５－６"}
NUMBER = {"my_number": "123456789018"}

MYNUMBER = ["--card", "mynumber", "--no-jpki"]
JPKI = ["--card", "mynumber"]
WITH_DL = ["--card", "mynumber", "--no-jpki", "--with-dl"]
DRIVING = ["--card", "licence"]
RESIDENCE = ["--card", "residence"]

# Per task: the card, right secrets, what is shown, which PINs are sent.
TASKS = {
    "attrs": (MYNUMBER, ["1234"], HOLDER, {"text-pin": 1}),
    "attrs-b": (MYNUMBER, ["60032120334567"], HOLDER, {"text-b": 1}),
    "number": (MYNUMBER, ["1234"], NUMBER, {"text-pin": 1}),
    "number-a": (MYNUMBER, ["123456789018"], NUMBER, {"text-a": 1}),
    "licence": (DRIVING, ["2468"], LICENCE, {"pin1": 1}),
    "dl": (WITH_DL, ["4567"], {"expiry": "2028-04-21"}, {"dl": 1}),
    "residence": (RESIDENCE, ["AB12345678CD"], ADDRESS, {"number": 1}),
    "sign": (JPKI, ["2345"], {}, {"auth": 1}),
    "sign-cert": (JPKI, ["ABC123"], HOLDER, {"sign": 1}),
}
FILES = {
    "attrs": {"text.attrs"}, "attrs-b": {"text.attrs"}, "number": {"text.number"}, "number-a": {"text.number"},
    "licence": {"mf.common", "mf.pin-set", "df1.ef01", "df1.ef04", "df1.ef02", "df1.ef06"},
    "dl": {"dl.pin-set", "dl.data"}, "residence": {"mf.type", "df2.address"}, "sign": {"jpki.auth-cert"},
    "sign-cert": {"jpki.sign-cert"},
}
# How many commands the work is made of: after the last one nobody minds.
LAST_COMMAND = {"attrs": 7, "attrs-b": 7, "number": 7, "number-a": 7, "licence": 14, "dl": 7, "residence": 9, "sign": 9, "sign-cert": 9}
UNSET = object()


def case(name, task, result, *card, secrets=None, shows=UNSET, verify=UNSET, extra=(), removed=False, base=None):
    ordinary_card, ordinary_secrets, ordinary_shows, ordinary_verify = TASKS[task]
    if task == "sign":
        extra = ["--challenge", "挑戦 123", *extra]
    if shows is UNSET:
        shows = ordinary_shows if result == "ok" else {}
    if verify is UNSET:
        verify = ordinary_verify
    return Case(f"{task}: {name}", [*(base or ordinary_card), *card], task, ordinary_secrets if secrets is None else secrets,
                result, shows, verify, list(extra), removed)


def fault(spec):
    return "--fault", spec


def ordinary():
    for task in TASKS:
        yield case("as it should be", task, "ok")
        yield case("short answers", task, "ok", *fault("short@read=7"))
        yield case("chained answers", task, "ok", *fault("chain@any=16"))
        yield case("chained byte by byte", task, "ok", *fault("chain@read=1"))
        yield case("short and chained answers", task, "ok", *fault("short@read=5"), *fault("chain@any=3"))
        yield case("wrong length told", task, "ok", *fault("wrong-le@read=16"))
        yield case("end of file told", task, "ok", *fault("eof-warning@read"))
        yield case("minimal lengths", task, "ok", "--minimal-lengths")
        yield case("the first SELECT fails once", task, "ok", *fault("sw@select:1=6F00"))
    yield case("slow", "attrs", "ok", *fault("delay@any=150"))
    yield case("PINs survive SELECT", "attrs", "ok", "--keep-auth-on-select")
    yield case("both PINs", "licence", "ok", secrets=["2468", "1357"], shows={**LICENCE, **DOMICILE}, verify={"pin1": 1, "pin2": 1})
    yield case("small letters", "residence", "ok", secrets=["ab12345678cd"])
    yield case("end of line of another system", "attrs", "ok", secrets=["1234\r"])


def secrets():
    for task, right, wrong, left in (("attrs", "text-pin", "9999", 2), ("attrs-b", "text-b", "60032120334568", 9),
                                     ("number", "text-pin", "9999", 2), ("number-a", "text-a", "123456789026", 9),
                                     ("licence", "pin1", "9999", 2), ("dl", "dl", "9999", 9), ("sign", "auth", "9999", 2),
                                     ("sign-cert", "sign", "ABC124", 4)):
        yield case("wrong", task, "wrong-pin", secrets=[wrong], shows={"tries_left": str(left)})
        yield case("one try left", task, "refused", "--tries", f"{right}=1", verify={})
        yield case("two tries left, wrong", task, "wrong-pin", "--tries", f"{right}=2", secrets=[wrong], shows={"tries_left": "1"})
        yield case("blocked", task, "blocked", "--block", right, verify={})
        yield case("blocked by the attempt", task, "blocked", *fault("sw@verify:2=63C0"), verify={})
        yield case("blocked, told late", task, "blocked", *fault("sw@verify:2=6983"), verify={})
        yield case("tries unknown", task, "ok", *fault("sw@verify:1=9000"))
        yield case("mismatch without a number", task, "wrong-pin", *fault("sw@verify:2=6300"), verify={})
        yield case("memory fails at the PIN", task, "card-error", *fault("sw@verify:2=6581"), verify={})
        yield case("6F00 at the PIN is not repeated", task, "card-error", *fault("sw@verify:2=6F00"), verify={})
        yield case("not a PIN", task, "bad-input", secrets=["12a4"], verify={})
        yield case("too long", task, "bad-input", secrets=["1" * 40], verify={})
        yield case("no PIN", task, "bad-input", secrets=[], verify={})
        yield case("full-width digits", task, "bad-input", secrets=["１２３４"], verify={})
    yield case("wrong number", "residence", "wrong-number", secrets=["AB12345678CE"], verify={})
    yield case("wrong number, counted", "residence", "wrong-number", *fault("sw@auth=63C2"), verify={})
    yield case("refused at VERIFY", "residence", "wrong-number", *fault("sw@verify=6300"), verify={})
    yield case("not a number", "residence", "bad-input", secrets=["AB1234567CDE"], verify={})
    yield case("out of sequence once", "residence", "ok", *fault("sw@auth:1=6985"))
    yield case("second PIN blocked: the first is not sent", "licence", "blocked", "--block", "pin2", secrets=["2468", "1357"], verify={})
    yield case("second PIN, one try left", "licence", "refused", "--tries", "pin2=1", secrets=["2468", "1357"], verify={})
    yield case("second PIN wrong", "licence", "wrong-pin", secrets=["2468", "9999"], shows={"tries_left": "2"}, verify={"pin1": 1, "pin2": 1})
    yield case("second PIN not a PIN", "licence", "bad-input", secrets=["2468", "13"], verify={})
    yield case("a PIN of another card", "attrs", "wrong-card", base=DRIVING, verify={})
    yield case("another card", "licence", "wrong-card", base=MYNUMBER, verify={})
    yield case("another card", "residence", "wrong-card", base=MYNUMBER, verify={})
    yield case("another card", "sign", "wrong-card", base=RESIDENCE, verify={})
    yield case("a card nobody knows", "attrs", "wrong-card", *fault("sw@select=6A82"), verify={})
    yield case("a card of another trade", "attrs", "wrong-card", *fault("sw@select=6D00"), verify={})
    yield case("no licence on it", "dl", "not-found", base=MYNUMBER, verify={})
    yield case("no certificates on it", "sign", "not-found", base=MYNUMBER, verify={})


def status_words():
    for task in ("attrs", "licence", "residence", "sign", "dl"):
        for word, result in (("6982", "denied"), ("6A82", "not-found"), ("6981", "card-error"), ("6581", "card-error"),
                             ("6B00", "damaged"), ("9000", "damaged"), ("6282", "damaged"), ("6C10", "protocol-error"),
                             ("6110", "protocol-error"), ("FFFF", "card-error"), ("0000", "card-error")):
            before_pin = task in ("sign", "dl", "licence", "residence")
            yield case(f"every READ answers {word}", task, result, *fault(f"sw@read={word}"),
                       verify={} if before_pin else UNSET)
    yield case("SELECT answers 6F00", "attrs", "card-error", *fault("sw@select=6F00"), verify={})
    yield case("SELECT answers 6581", "attrs", "card-error", *fault("sw@select=6581"), verify={})
    yield case("locked", "licence", "card-error", *fault("sw@select:3=6283"), verify={})
    yield case("the signature is refused", "sign", "denied", *fault("sw@sign=6982"))
    yield case("the challenge is refused", "residence", "card-error", *fault("sw@challenge=6700"), verify={})


def broken_answers():
    for task in TASKS:
        for command in ("select", "read"):
            early = command == "select" or task in ("licence", "dl", "residence", "sign")
            for spec in (f"runt@{command}", f"overlong@{command}=600", f"overlong@{command}=1", f"overlong@{command}=60000"):
                yield case(spec, task, "protocol-error", *fault(spec), verify={} if early else UNSET)
    yield case("runt@verify:2", "attrs", "protocol-error", *fault("runt@verify:2"), verify=None)
    yield case("overlong@verify", "attrs", "protocol-error", *fault("overlong@verify=2"))
    yield case("runt@sign", "sign", "protocol-error", *fault("runt@sign"))
    yield case("overlong@sign", "sign", "protocol-error", *fault("overlong@sign=1"))
    yield case("overlong@challenge", "residence", "protocol-error", *fault("overlong@challenge=8"), verify={})
    yield case("overlong@auth", "residence", "protocol-error", *fault("overlong@auth=8"), verify={})
    yield case("a wrong signature", "sign", "damaged", *fault("badsig@sign"))


def removals():
    for task, last in LAST_COMMAND.items():
        for n in range(1, last + 1):
            yield case(f"taken away at command {n}", task, "removed", *fault(f"remove@any:{n}"), verify=None, removed=True)
    yield case("swapped within a moment", "attrs", "removed", *fault("remove@read:1=0.05"), verify=None, removed=True)
    yield case("swapped within a moment, at the PIN", "attrs", "removed", *fault("remove@verify:2=0.05"), verify=None, removed=True)
    yield case("swapped within a moment", "licence", "removed", *fault("remove@read/df1.ef04:2=0.05"), verify=None, removed=True)


def damaged():
    structure = ("random", "zeros", "blank", "truncated", "wrongtag", "badlen", "outerlen", "huge", "indefinite", "missing",
                 "duplicate", "badutf8", "control", "longname", "empty", "badodd")
    for variant in (*structure, "baddate"):
        yield case(variant, "attrs", "damaged", *fault(f"garbage/text.attrs={variant}"))
        yield case(variant, "licence", "damaged", *fault(f"garbage/df1.ef01={variant}"))
    for variant in structure:
        yield case(f"changes: {variant}", "licence", "damaged", *fault(f"garbage/df1.ef04={variant}"))
        yield case(f"domicile: {variant}", "licence", "damaged", *fault(f"garbage/df1.ef02={variant}"), secrets=["2468", "1357"],
                   verify={"pin1": 1, "pin2": 1})
        yield case(variant, "residence", "damaged", *fault(f"garbage/df2.address={variant}"))
        yield case(variant, "dl", "damaged", *fault(f"garbage/dl.data={variant}"))
    for variant in ("random", "zeros", "blank", "truncated", "wrongtag", "outerlen", "huge", "indefinite", "empty"):
        yield case(variant, "sign", "damaged", *fault(f"garbage/jpki.auth-cert={variant}"), verify={})
        yield case(variant, "number", "damaged", *fault(f"garbage/text.number={variant}"))
        yield case(f"common data: {variant}", "licence", "damaged", *fault(f"garbage/mf.common={variant}"), verify={})
        yield case(f"PIN setting: {variant}", "licence", "damaged", *fault(f"garbage/mf.pin-set={variant}"), verify={})
        yield case(f"PIN setting: {variant}", "dl", "damaged", *fault(f"garbage/dl.pin-set={variant}"), verify={})
        yield case(f"type: {variant}", "residence", "damaged", *fault(f"garbage/mf.type={variant}"), verify={})
    yield case("offsets nobody needs", "attrs", "ok", *fault("garbage/text.attrs=offsets"))
    yield case("a name like markup", "attrs", "ok", *fault("garbage/text.attrs=markup"),
               shows={**HOLDER, "name": "<script>alert(1)</script>\";'=1+1"})
    yield case("a name like markup", "licence", "ok", *fault("garbage/df1.ef01=markup"), shows={**LICENCE, "name": "＜ｓ＞＝１＋１"})


def chosen():
    """What a test run has time for, the same each time."""
    if os.environ.get("MADO_CARD_CASES") == "all":
        return list(everything())
    return [*secrets(), *[c for part in (ordinary, status_words, broken_answers, removals, damaged)
                          for i, c in enumerate(part()) if i % 10 == 0]]


def everything():
    for part in (ordinary, secrets, status_words, broken_answers, removals, damaged):
        yield from part()
