# SPDX-License-Identifier: GPL-3.0-or-later
"""The card service and virtual cards, for tests. One program owns the service at a time: its socket and the virtual
reader's ports are the machine's."""
import contextlib
import functools
import io
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
VCARD = HERE / "vcard.py"
ROWS = 6  # each entry of the service's configuration is a reader with two slots
NAMES = ["Virtual PCD", *(f"Virtual row {row}" for row in range(1, ROWS))]
READERS = [f"{name} 00 0{slot}" for name in NAMES for slot in (0, 1)]
PORTS = [25963 + i for i in range(2 * ROWS)]  # below those that the system lends to connections: one of them could be lent
DRIVER = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so"
TIMEOUT = 20 * float(os.environ.get("MADO_TEST_PATIENCE", "1"))


def wait_for(what, condition, timeout=TIMEOUT):
    until = time.monotonic() + timeout
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {timeout:.0f} s for {what}")


def listening():
    """Ports that somebody listens at. Not by knocking: the virtual reader takes that for a card."""
    lines = [line.split() for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return {int(fields[1].rpartition(":")[2], 16) for fields in lines if fields[3] == "0A"}


class Service:
    """pcscd with virtual readers, started here and ended here. One row is what the virtual reader's package sets up."""

    def __init__(self, folder, rows=1):
        folder = pathlib.Path(folder)
        self.log = open(folder / "pcscd.log", "w")
        self.process = None
        self.ports = PORTS[:2 * rows]
        self.readers = folder / "readers"
        self.readers.mkdir()
        entries = []
        for row, port in enumerate(self.ports[::2]):
            # The driver keeps one set of slots; loaded from another file it is another driver.
            driver = shutil.copy(DRIVER, folder / f"driver-{row}.so")
            entries.append(f'FRIENDLYNAME "{NAMES[row]}"\nDEVICENAME /dev/null:0x{port:X}\nLIBPATH {driver}\n'
                           f'CHANNELID 0x{port:X}\n\n')
        (self.readers / "rows").write_text("".join(entries))

    def __enter__(self):
        try:
            self.start()
        except AssertionError:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()
        self.log.close()

    def start(self):
        if self.process:
            return
        if listening() & set(self.ports):
            raise SystemExit("a card service with the virtual reader runs already; this test needs its own")
        for left in (2, 1, 0):  # the one before it may have been killed, and its ports still be closing
            self.process = subprocess.Popen(["pcscd", "--foreground", "--info", "--config", self.readers], stdout=self.log,
                                            stderr=self.log)
            try:
                wait_for("the card service", lambda: self.process.poll() is not None or
                         (os.path.exists("/run/pcscd/pcscd.comm") and listening() >= set(self.ports)))
                if self.process.poll() is None:
                    return
            except AssertionError:
                pass
            self.stop()
            if not left:
                raise AssertionError("the card service did not start: " + self.messages()[-2000:])

    def messages(self):
        return pathlib.Path(self.log.name).read_text(errors="replace")

    def stop(self):
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:  # blocked by a card that never answers
                self.process.kill()
                self.process.wait()
        self.process = None


class Forge:
    """Makes processes of the virtual card by forking one that has loaded its program, and its keys, already."""

    def __init__(self):
        self.lock, self.process = threading.Lock(), None

    def make(self, arguments, out):
        with self.lock:
            if not self.process:
                self.process = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            self.process.stdin.write(json.dumps([arguments, out]) + "\n")
            self.process.stdin.flush()
            return int(self.process.stdout.readline())


FORGE = Forge()


def use_keys(folder):
    """Before the first card: cards with certificates take their keys from this folder."""
    os.environ["MADO_CARD_KEYS"] = str(folder)


def warm_up(keys):
    """The costly part of a card with certificates, once for all that are forked off."""
    vcard.RsaKey.sign_block = functools.lru_cache(None)(vcard.RsaKey.sign_block)
    vcard.RsaKey.load = functools.lru_cache(None)(vcard.RsaKey.load)
    sys.argv = ["vcard.py", "--list", "--keys", keys]
    with contextlib.redirect_stdout(io.StringIO()):
        vcard.main()
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)  # a listing wants it otherwise


def forge():
    """The process that forks: an order a line on standard input, the process's number on standard output."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody has to wait for them
    if os.environ.get("MADO_CARD_KEYS"):
        warm_up(os.environ["MADO_CARD_KEYS"])
    for line in sys.stdin:
        arguments, out = json.loads(line)
        pid = os.fork()
        if pid:
            print(pid, flush=True)
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        with open(out, "w") as stream:
            os.dup2(stream.fileno(), 1)
            os.dup2(stream.fileno(), 2)
        with open(os.devnull) as stream:
            os.dup2(stream.fileno(), 0)
        sys.argv = ["vcard.py", *arguments]
        sys.exit(vcard.main())


class Card:
    """A virtual card in a slot, ready when entered. report is what the reader did, once it has been taken out."""

    def __init__(self, folder, slot, *arguments, keys=None, console=False):
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=folder))
        self.arguments = ["--port", str(PORTS[slot]), "--ready-file", str(self.folder / "ready"),
                          "--report", str(self.folder / "report.json"), *map(str, arguments)]
        if keys:
            self.arguments += ["--keys", str(keys)]
        if console:
            self.arguments += ["--console"]
        self.console = console
        self.report = None
        self.pid = None

    def begin(self):
        """Without waiting for the reader to take notice."""
        out = self.folder / "out"
        out.touch()
        if self.console:
            self.process = subprocess.Popen([sys.executable, str(VCARD), *self.arguments], stdin=subprocess.PIPE,
                                            stdout=open(out, "w"), stderr=subprocess.STDOUT, text=True)
            self.pid, self.ended = self.process.pid, lambda: self.process.poll() is not None
        else:
            self.pid = FORGE.make(self.arguments, str(out))
            self.ended = lambda: not os.path.exists(f"/proc/{self.pid}")

    def __enter__(self):
        if not self.pid:
            self.begin()
        try:
            wait_for("the card in the reader", lambda: (self.folder / "ready").exists() or self.ended())
            assert not self.ended(), "it ended: " + (self.folder / "out").read_text()
        except AssertionError:
            self.take_out()
            raise
        return self

    def say(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def __exit__(self, *_):
        self.take_out()

    def take_out(self):
        if not self.ended():
            os.kill(self.pid, signal.SIGTERM)
            wait_for("the card's end", self.ended)
        report = self.folder / "report.json"
        assert report.exists(), "no report: " + (self.folder / "out").read_text()
        self.report = json.loads(report.read_text())


if __name__ == "__main__":
    import vcard

    forge()
