#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards through the real card service: cards.py CTL [PART …]; a part is in the name of a case, or the name of a test
below; "battery" is all that battery.py makes. Without parts: all that concerns secrets, a tenth of the rest, a sample of
the battery; MADO_CARD_CASES=all plays all. Every way a virtual card can fail ends in the right word, with nothing
personal said, no try spent but those typed, only the files needed read, and the card without power."""
import concurrent.futures
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import battery
import cases
from slots import READERS, ROWS, TIMEOUT, Card, Service, use_keys, wait_for

CTL = sys.argv[1]
KEYS = {}
SAMPLE = 120  # cases of the battery in an ordinary run
PERSONAL = ["架空", "花子", "見本荘", "123456789018", "301234567890", "1985-03-21", "３－２－", "ABC123"]


def ctl(task, secrets, *extra, env=None):
    done = subprocess.run([CTL, "card", "read", task, *extra], input="".join(s + "\n" for s in secrets).encode(),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120, env={**os.environ, **(env or {})})
    out = done.stdout.decode()
    lines = out.splitlines()
    assert lines and lines[-1].startswith("result="), (lines, done.stderr.decode())
    shown = dict(line.split("=", 1) for line in lines[:-1])
    result = lines[-1].removeprefix("result=")
    assert (done.returncode == 0) == (result == "ok"), (done.returncode, result)
    text = done.stderr.decode()
    for word in [*PERSONAL, *(s for s in secrets if len(s) >= 4)]:
        assert word not in text, f"{word} is in the messages: {text}"
        assert result == "ok" or word not in out, f"{word} was printed: {out}"
    assert result == "ok" or text.strip(), "no sentence for a person"
    return result, shown, text


def check_report(case, report):
    # A card that will not say how many tries are left was asked nevertheless, but does not know it.
    saw = case.saw or {"verify_without_query": 1 if "tries unknown" in case.name else 0}
    late = case.result == "timeout"  # how far it came in its time is the machine's affair, but never too far
    if late:
        assert all(count <= (case.verify or {}).get(pin, 0) for pin, count in report["verify"].items()), report
    else:
        assert {key: report[key] for key in saw} == saw, (report, saw)
        assert case.verify is None or report["verify"] == case.verify, (report["verify"], case.verify)
    assert report["still_verified"] == [] or late, report  # a card that never answers cannot be told anything
    assert report["unknown_commands"] == 0, report
    assert max(report["verify"].values(), default=0) <= 1, report
    assert set(report["reads"]) <= cases.FILES[case.task], report["reads"]
    assert report["my_number_read"] in (False, case.task.startswith("number")), report
    if not case.removed and not late and report["commands"]:
        assert report["power_off"] >= report["power_on"] >= 1, report


def play(case, folder, slot):
    with tempfile.TemporaryDirectory(dir=folder) as out:
        extra = ["--reader", READERS[slot], *case.extra]
        if case.task == "sign":
            extra += ["--out", out]
        with Card(folder, slot, *case.card, keys=KEYS["folder"]) as card:
            result, shown, text = ctl(case.task, case.secrets, *extra)
        assert result == case.result, (result, case.result, shown, text)
        assert shown == case.shows, (shown, case.shows)
        if case.task == "sign" and result == "ok":
            check_signature(pathlib.Path(out), case.extra[1])
        else:
            assert os.listdir(out) == [], os.listdir(out)
        check_report(case, card.report)


def check_signature(out, challenge):
    assert {n: oct((out / n).stat().st_mode & 0o777) for n in os.listdir(out)} == {"cert.der": "0o600", "sig.bin": "0o600"}, os.listdir(out)
    pub = subprocess.run(["openssl", "x509", "-inform", "DER", "-in", out / "cert.der", "-noout", "-pubkey"],
                         check=True, capture_output=True).stdout
    (out / "key.pem").write_bytes(pub)
    (out / "text").write_text(challenge)
    subprocess.run(["openssl", "dgst", "-sha256", "-verify", out / "key.pem", "-signature", out / "sig.bin", out / "text"],
                   check=True, capture_output=True)


def choose(folder, wanted):
    whole = os.environ.get("MADO_CARD_CASES") == "all"
    people = folder / "people"
    people.mkdir()
    if not wanted:
        return [*cases.chosen(), *battery.chosen(KEYS["folder"], people, 0 if whole else SAMPLE)]
    if wanted[0] == "battery":
        return battery.chosen(KEYS["folder"], people, names=wanted[1:])
    return [c for c in cases.everything() if any(w in c.name for w in wanted)]


def play_all(folder, wanted, tests):
    """The cases and the tests that need one slot, side by side."""
    every = choose(folder, wanted)
    # The long ones first.
    todo = [*((test.__name__, test) for test in tests), *((case.name, case) for case in every)]
    lock, faults, count = threading.Lock(), [], len(todo)

    def worker(slot):
        while True:
            with lock:
                if not todo:
                    return
                name, what = todo.pop(0)
            try:
                if callable(what):
                    what(folder / name, slot)
                else:
                    play(what, folder, slot)
            except Exception as fault:
                faults.append(f"{name}\n    {fault}" + ("" if callable(what) else f"\n    {' '.join(what.card)}"))
                if callable(what) or not isinstance(fault, AssertionError):
                    traceback.print_exc()
            time.sleep(0.5)  # the service polls every 0.4 s: it must have seen the slot empty

    for test in tests:
        (folder / test.__name__).mkdir()
    with concurrent.futures.ThreadPoolExecutor(len(READERS)) as pool:
        list(pool.map(worker, range(len(READERS))))
    return count, faults


# --- what needs all readers, or one for a while ----------------------------------------------------------------------------------


def no_card(folder):
    result, _, _ = ctl("attrs", ["1234"])
    assert result == "no-card", result
    result, _, _ = ctl("attrs", ["1234"], "--reader", READERS[1])
    assert result == "no-card", result
    # Little time is no reason not to say so.
    wait_for("the right word", lambda: ctl("attrs", ["1234"], "--timeout", "1")[0] == "no-card")
    build = os.environ.get("MADO_BUILD_ROOT")
    if build:
        text = ctl("attrs", ["1234"], env={"LANGUAGE": "ja", "LC_ALL": "C.UTF-8", "MADO_LOCALE_DIR": f"{build}/po"})[2]
        assert "カードリーダーにカードがありません。" in text, text
    for name in ("Nobody's reader", "", "Virtual", READERS[0].lower(), READERS[0] + " ", "読み取り機", "--domicile", "x" * 5000):
        for more in ({}, {"LC_ALL": "C"}):
            result, _, _ = ctl("attrs", ["1234"], "--reader", name, env=more)
            assert result == "reader-error", (name, result)


def bad_input(folder):
    for arguments in (["attrs", "--timeout", "0"], ["attrs", "--timeout", "x"], ["sign"], ["sign", "--challenge", "x"],
                      ["attrs", "--timeout", "-1"], ["attrs", "--timeout", ""], ["attrs", "--timeout", "1e999"], ["attrs", "--timeout", "nan"],
                      ["attrs", "--timeout", "5 s"], ["attrs", "--timeout"], ["attrs", "--reader"], ["attrs", "--nonsense"], [""],
                      ["everything"], ["attrs", "more"], ["sign", "--challenge", "x", "--out", "/proc/nowhere"],
                      ["sign-cert", "--ca", "/proc/nowhere"]):
        result, _, _ = ctl(arguments[0], ["1234"], *arguments[1:])
        assert result == "bad-input", (arguments, result)


def two_readers(folder):
    other = folder / "other.json"
    other.write_text(json.dumps({"name": "別人　太郎"}))
    with Card(folder, 0, *cases.MYNUMBER) as first, Card(folder, 1, *cases.MYNUMBER, "--holder", str(other)) as second:
        assert ctl("attrs", ["1234"], "--reader", READERS[1])[1]["name"] == "別人　太郎"
        assert ctl("attrs", ["1234"], "--reader", READERS[0])[1]["name"] == "架空　花子"
    assert first.report["verify"] == second.report["verify"] == {"text-pin": 1}


def two_kinds(folder):
    with Card(folder, 0, *cases.DRIVING) as licence, Card(folder, 1, *cases.MYNUMBER) as mynumber:
        result, shown, _ = ctl("attrs", ["1234"])
        assert (result, shown) == ("ok", cases.HOLDER), (result, shown)
        result, shown, _ = ctl("licence", ["2468"])
        assert (result, shown) == ("ok", cases.LICENCE), (result, shown)
        result, _, _ = ctl("residence", ["AB12345678CD"])
        assert result == "wrong-card", result
    assert licence.report["verify"] == {"pin1": 1} and mynumber.report["verify"] == {"text-pin": 1}
    assert licence.report["still_verified"] == mynumber.report["still_verified"] == []


def swapped(folder, slot):
    """Another card already waits when the first is taken away: it is never sent the first one's PIN, nor read."""
    other = folder / "other.json"
    other.write_text(json.dumps({"name": "別人　太郎", "licence": {"name": "別人　太郎"}}))
    for task in ("attrs", "licence"):
        kind, secrets = cases.TASKS[task][:2]
        for n in range(1, cases.LAST_COMMAND[task] + 1):
            with Card(folder, slot, *kind, "--fault", f"remove@any:{n}", "--exit-on-remove") as first:
                second = Card(folder, slot, *kind, "--holder", str(other), "--wait", "60")
                second.begin()
                result, shown, _ = ctl(task, secrets, "--reader", READERS[slot])
                assert (result, shown) == ("removed", {}), (task, n, result, shown)
                shown = wait_for("the other", lambda: ctl(task, secrets, "--reader", READERS[slot])[1])
                assert shown["name"] == "別人　太郎", shown
                second.take_out()
            # One reading and no more: nothing of the first one's reached it.
            assert sum(first.report["verify"].values()) <= 1 and first.report["still_verified"] == [], first.report
            assert second.report["verify"] == cases.TASKS[task][3] and second.report["still_verified"] == [], (n, second.report)
            time.sleep(0.5)


def silent(folder, slot):
    """Ends in time, whatever was not answered, and the next card is read."""
    for spec, task, kind, secret in (("mute@select:1", "attrs", cases.MYNUMBER, "1234"), ("mute@read:2", "attrs", cases.MYNUMBER, "1234"),
                                     ("mute@verify:2", "licence", cases.DRIVING, "2468")):
        with Card(folder, slot, *kind, "--fault", spec):
            begun = time.monotonic()
            result, shown, _ = ctl(task, [secret], "--reader", READERS[slot], "--timeout", "1")
            assert (result, shown) == ("timeout", {}), (result, shown)
            assert time.monotonic() - begun < TIMEOUT, "it was waited for"
            result, _, text = ctl(task, [secret], "--reader", READERS[slot], "--timeout", "6")
            assert result in ("reader-error", "timeout"), result
        time.sleep(0.6)
        with Card(folder, slot, *cases.MYNUMBER) as card:
            wait_for("the reader", lambda: ctl("attrs", ["1234"], "--reader", READERS[slot])[0] == "ok")
        assert card.report["still_verified"] == [] and card.report["verify"] == {"text-pin": 1}, card.report


def slow(folder, slot):
    """Given up in time; the card is let go and powered off as soon as it answers."""
    with Card(folder, slot, *cases.MYNUMBER, "--fault", "delay@read=2500") as card:
        result, shown, _ = ctl("attrs", ["1234"], "--reader", READERS[slot], "--timeout", "1")
        assert (result, shown) == ("timeout", {}), (result, shown)
        time.sleep(3)
    assert card.report["power_off"] >= 1 and card.report["still_verified"] == [], card.report
    assert card.report["reads"] == {"text.attrs": 1}, card.report


def stopped(folder, slot):
    """Ended from outside, the caller alone or all of its group: the card is without power, nothing was said of anybody."""
    for number, group in ((signal.SIGINT, False), (signal.SIGTERM, False), (signal.SIGTERM, True), (signal.SIGHUP, True), (signal.SIGKILL, False)):
        with Card(folder, slot, *cases.MYNUMBER, "--fault", "delay@read=1000", "--log", str(folder / "log")) as card:
            reading = subprocess.Popen([CTL, "card", "read", "attrs", "--reader", READERS[slot]], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
            reading.stdin.write("1234\n")
            reading.stdin.close()
            wait_for("the PIN", lambda: " lc=4 " in (folder / "log").read_text())
            (os.killpg if group else os.kill)(reading.pid, number)
            out, err = reading.stdout.read(), reading.stderr.read()
            assert reading.wait(TIMEOUT) == -number, reading.returncode
            assert out in ("", "result=cancelled\n") and (out or number == signal.SIGKILL), out
            assert not any(word in err for word in [*PERSONAL, "1234"]), err
            wait_for("the power to go", lambda: "power off" in (folder / "log").read_text().rpartition(" lc=4 ")[2])
        assert card.report["verify"] == {"text-pin": 1} and card.report["still_verified"] == [], card.report
        time.sleep(0.5)


def odd_callers(folder, slot):
    """Nobody to read from or to write to, and no end of what is read."""
    def run(redirections, typed="1234\n"):
        done = subprocess.run(["sh", "-c", f'"$0" card read attrs --reader "$1" {redirections}', CTL, READERS[slot]], input=typed,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=120)
        assert not any(word in done.stderr for word in [*PERSONAL, "1234"]), done.stderr
        return done.returncode, done.stdout

    with Card(folder, slot, *cases.MYNUMBER) as card:
        assert run("<&-") == (2, "result=bad-input\n")
        assert run("< /dev/null") == (2, "result=bad-input\n")
        assert run("< /dev/zero") == (2, "result=bad-input\n")
        assert run("< /", typed=None) == (2, "result=bad-input\n")
        assert run("", typed="１２３４\n") == (2, "result=bad-input\n")
        assert card.report is None and run("", typed="1234")[0] == 0  # a last line without its end
        # What could not be told is no success.
        assert run(">&-") == (1, "")
        assert run("> /dev/full") == (1, "")
        assert run("| { exec <&-; true; }")[1] == ""
        assert run("2>&-")[0] == 0
        assert run("<&- >&- 2>&-") == (2, "")
    assert card.report["verify"]["text-pin"] <= 5 and card.report["still_verified"] == [], card.report


def places(folder, slot):
    """Folders that cannot take the files are told before the card is asked for anything; files from before stay."""
    challenge = ["--reader", READERS[slot], "--challenge", "x"]
    with Card(folder, slot, *cases.JPKI, keys=KEYS["folder"]) as card:
        (folder / "file").write_text("mine")
        (folder / "taken" / "sig.bin").mkdir(parents=True)
        for out in ("", folder / "file", folder / "file" / "below", folder / "taken", "/proc/nowhere"):
            result, _, text = ctl("sign", ["2345"], *challenge, "--out", str(out))
            assert result == "bad-input" and text, (out, result)
        assert os.listdir(folder / "taken") == ["sig.bin"] and (folder / "file").read_text() == "mine"
        new = folder / "deep" / "er"
        for name in ("cert.der", "other"):
            new.mkdir(parents=True, exist_ok=True)
            (new / name).write_text("before")
        assert ctl("sign", ["9999"], *challenge, "--out", str(new))[0] == "wrong-pin"
        assert (new / "cert.der").read_text() == "before" and sorted(os.listdir(new)) == ["cert.der", "other"]
        assert ctl("sign", ["2345"], *challenge, "--out", str(new))[0] == "ok"
        assert sorted(os.listdir(new)) == ["cert.der", "other", "sig.bin"] and (new / "other").read_text() == "before"
        (new / "other").unlink()
        check_signature(new, "x")
        fresh = folder / "fresh" / "one"
        assert ctl("sign", ["2345"], *challenge, "--out", str(fresh))[0] == "ok"
        assert fresh.stat().st_mode & 0o777 == 0o700
    assert card.report["verify"] == {"auth": 3}, card.report


def no_pins(folder, slot):
    """A holder who wanted no PIN is not asked."""
    unset = folder / "unset.json"
    unset.write_text(json.dumps({"licence": {"pin_set": False}}))
    for secrets, shows in (([], cases.LICENCE), (["9999"], cases.LICENCE), (["", "x"], {**cases.LICENCE, **cases.DOMICILE})):
        with Card(folder, slot, *cases.DRIVING, "--holder", str(unset)) as card:
            assert ctl("licence", secrets, "--reader", READERS[slot])[:2] == ("ok", shows)
        assert card.report["verify_without_query"] == 0
        time.sleep(0.5)
    with Card(folder, slot, *cases.WITH_DL, "--holder", str(unset)) as card:
        assert ctl("dl", [], "--reader", READERS[slot])[:2] == ("ok", {"expiry": "2028-04-21"})
    time.sleep(0.5)
    with Card(folder, slot, *cases.DRIVING, "--holder", str(unset), "--tries", "pin1=1") as card:
        assert ctl("licence", [], "--reader", READERS[slot])[0] == "refused"
    assert card.report["verify"] == {}


def moved_holder(folder, slot):
    """Later changes replace what was printed; rare characters are counted, never guessed."""
    holder = folder / "moved.json"
    holder.write_text(json.dumps({"licence": {
        "name": "山﨑　髙太", "address": "札幌市中央区〓町１", "domicile": "札幌市中央区𠮷町２",
        "changes": [
            {"kind": "address", "date": "2019-06-01", "text": "仙台市青葉区一番町１－１", "psc": "宮城公安　"},
            {"kind": "name", "date": "2021-02-03", "text": "濵田　髙太"},
            {"kind": "address", "date": "2024-01-31", "text": "盛岡市内丸２～３"},
            {"kind": "condition", "date": "2024-02-01", "text": "眼鏡等"},
            {"kind": "domicile", "date": "2022-01-01", "text": "盛岡市内丸１"}]}}))
    with Card(folder, slot, *cases.DRIVING, "--holder", str(holder)):
        result, shown, _ = ctl("licence", ["2468", "1357"], "--reader", READERS[slot])
    assert result == "ok", result
    assert shown["name"] == "〓田　〓太" and shown["name.gaiji"] == "2", shown
    assert shown["address"] == "盛岡市内丸２～３" and "address.gaiji" not in shown, shown
    assert shown["domicile"] == "盛岡市内丸１" and "domicile.gaiji" not in shown, shown


def unusual_people(folder, slot):
    """Texts and dates at the edges."""
    for change, shows in (({"name": "ＹＡＭＡＤＡ　ＴＡＲＯ Jr."}, {"name": "ＹＡＭＡＤＡ　ＴＡＲＯ Jr."}),
                          ({"name": "葛󠄀城　𠮷"}, {"name": "葛󠄀城　𠮷"}), ({"birth": "1912-07-30"}, {"birth": "1912-07-30"}),
                          ({"birth": "2024-02-29", "sex": "1"}, {"birth": "2024-02-29", "sex": "1"})):
        holder = folder / "unusual.json"
        holder.write_text(json.dumps(change))
        with Card(folder, slot, *cases.MYNUMBER, "--holder", str(holder)):
            result, shown, _ = ctl("attrs", ["1234"], "--reader", READERS[slot])
        assert result == "ok" and shown == {**cases.HOLDER, **shows}, (result, shown)
        time.sleep(0.5)
    for birth in ("1989-01-07", "1989-01-08", "2019-05-01", "1926-12-24"):
        holder.write_text(json.dumps({"licence": {"birth": birth, "expiry": "2033-12-31"}}))
        with Card(folder, slot, *cases.DRIVING, "--holder", str(holder)):
            assert ctl("licence", ["2468"], "--reader", READERS[slot])[1]["birth"] == birth
        time.sleep(0.5)


def pictures(folder, slot):
    out = folder / "pictures"
    patient = ["--timeout", "90"]  # the virtual card seals slowly
    with Card(folder, slot, *cases.RESIDENCE) as card:
        assert ctl("residence", ["AB12345678CD"], "--reader", READERS[slot], "--out", str(out), *patient)[:2] == ("ok", cases.ADDRESS)
    assert (out / "front.tif").read_bytes()[:4] == b"II*\0" and (out / "photo.jp2").stat().st_size == 3000
    assert oct((out / "front.tif").stat().st_mode)[-3:] == "600"
    time.sleep(0.5)
    child = folder / "child.json"
    child.write_text(json.dumps({"residence": {"no_photo": True, "card_type": "2"}}))
    out = folder / "no-photo"
    with Card(folder, slot, *cases.RESIDENCE, "--holder", str(child)) as card:
        assert ctl("residence", ["AB12345678CD"], "--reader", READERS[slot], "--out", str(out), *patient)[:2] == ("ok", cases.ADDRESS)
    assert sorted(os.listdir(out)) == ["front.tif"], os.listdir(out)
    assert card.report["still_verified"] == []


def worked_example(folder, slot):
    """The random numbers of the specification's example."""
    with Card(folder, slot, *cases.RESIDENCE, "--fixed-random"):
        assert ctl("residence", ["AB12345678CD"], "--reader", READERS[slot])[0] == "ok"


def authorities(folder, slot):
    """Certificates against a folder of CAs."""
    certs, trusted, strange = folder / "certs", folder / "trusted", folder / "strange"
    trusted.mkdir()
    strange.mkdir()
    with Card(folder, slot, *cases.JPKI, "--export-certs", str(certs), keys=KEYS["folder"]):
        for name in ("auth_ca_cert.der", "sign_ca_cert.der"):
            (trusted / name).write_bytes((certs / name).read_bytes())
        (strange / "sign_cert.der").write_bytes((certs / "sign_cert.der").read_bytes())
        result, shown, _ = ctl("sign-cert", ["ABC123"], "--reader", READERS[slot], "--ca", str(trusted))
        assert result == "ok" and shown == {**cases.HOLDER, "trust": "good"}, (result, shown)
        result, shown, text = ctl("sign-cert", ["ABC123"], "--reader", READERS[slot], "--ca", str(strange))
        assert result == "denied" and shown == {"trust": "unknown"}, (result, shown)
        assert "issued by nobody" in text, text
    old = folder / "old.json"
    old.write_text(json.dumps({"cert_not_before": "2020-01-01", "cert_not_after": "2020-12-31"}))
    time.sleep(0.5)
    with Card(folder, slot, *cases.JPKI, "--holder", str(old), keys=KEYS["folder"]):
        out = folder / "signed"
        result, shown, text = ctl("sign", ["2345"], "--reader", READERS[slot], "--challenge", "x", "--out", str(out), "--ca", str(trusted))
        assert result == "denied" and shown == {"trust": "expired"} and os.listdir(out) == [], (result, shown)
        assert "has expired" in text, text


def service_stops(folder, service):
    with Card(folder, 0, *cases.MYNUMBER, "--fault", "delay@read=1500"):
        reading = subprocess.Popen([CTL, "card", "read", "attrs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                   stderr=subprocess.DEVNULL, text=True)
        reading.stdin.write("1234\n")
        reading.stdin.close()
        time.sleep(0.7)
        service.stop()
        out = reading.stdout.read().splitlines()
        reading.wait(20)
        assert out and out[-1] in ("result=no-service", "result=removed") and len(out) == 1, out
    result, _, _ = ctl("attrs", ["1234"])
    assert result == "no-service", result
    service.start()


def main():
    wanted = sys.argv[2:]
    alone = [no_card, bad_input, two_readers, two_kinds]
    one_slot = [swapped, silent, slow, stopped, odd_callers, places, no_pins, moved_holder, unusual_people, pictures, worked_example, authorities]
    if wanted:
        alone = [test for test in alone if test.__name__ in wanted]
        one_slot = [test for test in one_slot if test.__name__ in wanted]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        use_keys(KEYS.setdefault("folder", folder / "keys"))
        with Service(folder, rows=ROWS) as service:
            faults = []
            for test in alone:
                try:
                    test(folder)
                except Exception as fault:
                    faults.append(f"{test.__name__}: {fault}")
                    traceback.print_exc()
                time.sleep(0.6)
            count, more = play_all(folder, wanted, one_slot)
            faults += more
            count += len(alone)
            if not wanted or "service_stops" in wanted:
                count += 1
                service_stops(folder, service)
            faults += [f"{word} is in the service's log" for word in PERSONAL if word in service.messages()]
    assert count
    print("\n".join(faults))
    print(f"{count} cases, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
