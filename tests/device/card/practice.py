#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The made-up cards of training, through the card reading process that reads real ones: what each kind gives, tries that
count down and come back, the card taken away, and nothing at all without the mark of training.

practice.py MADOGUCHI-CARD"""
import contextlib
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]


class Place:
    """A folder of training with a reader."""

    def __init__(self, folder, marked=True):
        self.folder = pathlib.Path(folder)
        self.turn = 0
        if marked:
            (self.folder / "training.ini").write_text("[training]\n")

    def lay(self, card):
        self.turn += 1
        new = self.folder / "reader.new"
        new.write_text(f"[reader]\ncard={card}\nturn={self.turn}\n")
        new.replace(self.folder / "reader.ini")

    def tries(self):
        file = self.folder / "tries.ini"
        return file.read_text() if file.exists() else ""

    def work(self, *task, secrets=(), at_ask=None):
        """What the process says until its end: answers each question with the next secret."""
        lines, answers = [], iter(secrets)
        with subprocess.Popen([PROGRAM, *task, "--practice", self.folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                              text=True) as process:
            for line in process.stdout:
                fields = line.rstrip("\n").split("\t")
                lines.append(fields)
                if fields[0] == "ask":
                    if at_ask:
                        at_ask()
                    with contextlib.suppress(BrokenPipeError):
                        process.stdin.write(next(answers) + "\n")
                        process.stdin.flush()
        assert lines[0] == ["practice"], lines
        return Said(lines)


class Said:
    def __init__(self, lines):
        self.lines = lines
        self.values = {line[1]: line[2] for line in lines if line[0] == "value"}
        self.asked = [(line[1], int(line[2])) for line in lines if line[0] == "ask"]
        self.kind = next((line[1] for line in lines if line[0] == "card"), None)
        (self.result, self.secret, tries) = lines[-1][1:4]
        self.tries = int(tries)

    def expect(self, result, tries=None):
        assert self.result == result, self.lines
        assert tries is None or self.tries == tries, self.lines
        assert result == "ok" or not self.values, f"data in spite of {result}: {self.lines}"
        return self


FOUR = {"name": "研修　花子", "address": "岩手県盛岡市内丸１０番１号", "birth": "1988-07-12", "sex": "2"}


def test_mynumber(place):
    place.lay("mynumber-1")
    said = place.work("identify").expect("ok")
    assert (said.kind, said.values) == ("mynumber", {"expiry": "2033-07-12"}), said.lines
    said = place.work("attrs", secrets=["=9999"]).expect("wrong-pin", 2)
    assert said.asked == [("pin", 3)], said.asked
    said = place.work("attrs", secrets=["=1234"]).expect("ok")
    assert said.asked == [("pin", 2)] and said.values == FOUR, said.lines
    said = place.work("attrs-b", secrets=["=63071220334821"]).expect("ok")
    assert said.asked == [("code-b", 10)] and said.values == FOUR, said.lines
    place.work("attrs-b", secrets=["=63071220334822"]).expect("wrong-pin", 9)
    said = place.work("number", secrets=["=1234"]).expect("ok")
    assert said.asked == [("pin", 3)] and said.values == {"my_number": "900000000001"}, said.lines
    said = place.work("number-a", secrets=["=900000000001"]).expect("ok")
    assert said.values == {"my_number": "900000000001"}, said.lines


def test_blocked(place):
    """Down to nothing, the last try only when it is wanted; the right PIN helps no more, code B still does."""
    place.lay("mynumber-1")
    for left in (2, 1):
        place.work("attrs", secrets=["=0000"]).expect("wrong-pin", left)
    place.work("attrs", secrets=["=1234"]).expect("refused", 1)
    place.work("attrs", secrets=["!0000"]).expect("blocked", 0)
    said = place.work("attrs", secrets=["!1234"]).expect("blocked", 0)
    assert said.asked == [], "a blocked PIN is not asked for"
    place.work("attrs-b", secrets=["=63071220334821"]).expect("ok")
    place.lay("mynumber-2")
    assert place.work("attrs", secrets=["=5678"]).expect("ok").asked == [("pin", 3)], "another card counts for itself"


def test_licence(place):
    place.lay("licence-1")
    assert place.work("identify").expect("ok").kind == "licence"
    said = place.work("licence", secrets=["=2468"]).expect("ok")
    assert said.values == {"name": "研修　一郎", "address": "秋田県秋田市山王１丁目１番１号", "birth": "1990-11-20",
                           "expiry": "2029-12-20", "licence_number": "012345678900"}, said.lines
    said = place.work("licence", "--domicile", secrets=["=2468", "=1357"]).expect("ok")
    assert said.asked == [("licence-1", 3), ("licence-2", 3)] and said.values["domicile"] == "秋田県秋田市山王１丁目１番", said.lines
    place.work("licence", "--domicile", secrets=["=2468", "=0000"]).expect("wrong-pin", 2)
    assert place.work("attrs").expect("wrong-card").asked == [], "no PIN is sent to a card of another kind"


def test_residence(place):
    place.lay("residence-1")
    assert place.work("identify").expect("ok").kind == "residence"
    place.work("residence", secrets=["=KN12345678SX"]).expect("wrong-number")
    said = place.work("residence", secrets=["=kn12345678sh"]).expect("ok")
    assert said.values == {"address": "福島県福島市五老内町３番１号"}, said.lines
    place.work("residence", "--pictures", secrets=["=KN12345678SH"]).expect("not-found")


def test_taken_away(place):
    place.work("attrs").expect("no-card")
    place.lay("mynumber-1")
    place.work("attrs", secrets=["=1234"], at_ask=lambda: place.lay("")).expect("removed")
    place.lay("mynumber-1")
    place.work("attrs", secrets=["=1234"], at_ask=lambda: place.lay("mynumber-1")).expect("removed")
    assert "pin" not in place.tries(), "nothing was typed into the card"
    place.work("attrs", secrets=["-"]).expect("refused")
    place.work("attrs", secrets=["=12"]).expect("bad-input")
    assert "pin" not in place.tries(), "nothing was sent"


def test_what_it_has_not(place):
    place.lay("mynumber-1")
    place.work("dl").expect("not-found")
    place.work("sign-cert").expect("not-found")
    place.work("sign", "--digest", "00" * 32).expect("not-found")


def test_damaged_folder(place):
    place.lay("nobody")
    place.work("identify").expect("no-card")
    (place.folder / "tries.ini").write_text("[mynumber-1]\npin=99\ncode-b=-4\n")
    place.lay("mynumber-1")
    assert place.work("attrs", secrets=["=1234"]).expect("ok").asked == [("pin", 3)]
    place.work("attrs-b").expect("blocked", 0)


def main():
    for test in (test_mynumber, test_blocked, test_licence, test_residence, test_taken_away, test_what_it_has_not, test_damaged_folder):
        with tempfile.TemporaryDirectory(prefix="mado-practice-") as folder:
            test(Place(folder))
    with tempfile.TemporaryDirectory(prefix="mado-practice-") as folder:
        place = Place(folder, marked=False)
        place.lay("mynumber-1")
        place.work("attrs").expect("reader-error")
    print("ok")


main()
