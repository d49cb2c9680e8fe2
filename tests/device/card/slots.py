# SPDX-License-Identifier: GPL-3.0-or-later
"""The card service and virtual cards, for tests. One program owns the service at a time: its socket and the virtual
reader's ports are the machine's."""
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
VCARD = HERE / "vcard.py"
READERS = ["Virtual PCD 00 00", "Virtual PCD 00 01"]
PORTS = [35963, 35964]
TIMEOUT = 20 * float(os.environ.get("MADO_TEST_PATIENCE", "1"))


def wait_for(what, condition, timeout=TIMEOUT):
    until = time.monotonic() + timeout
    while time.monotonic() < until:
        found = condition()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {timeout:.0f} s for {what}")


def answers(port):
    with socket.socket() as s:
        s.settimeout(1)
        return s.connect_ex(("127.0.0.1", port)) == 0


class Service:
    """pcscd with the virtual reader, started here and ended here."""

    def __init__(self, folder):
        self.log = open(pathlib.Path(folder) / "pcscd.log", "w")
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()
        self.log.close()

    def start(self):
        if self.process:
            return
        if any(map(answers, PORTS)):
            raise SystemExit("a card service with the virtual reader runs already; this test needs its own")
        self.process = subprocess.Popen(["pcscd", "--foreground", "--error"], stdout=self.log, stderr=self.log)
        wait_for("the card service", lambda: os.path.exists("/run/pcscd/pcscd.comm") and all(map(answers, PORTS)))

    def stop(self):
        if self.process:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:  # blocked by a card that never answers
                self.process.kill()
                self.process.wait()
        self.process = None


class Card:
    """A virtual card in slot 0 or 1, ready when entered. report is what the reader did, once it has been taken out."""

    def __init__(self, folder, slot, *arguments, keys=None, console=False):
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=folder))
        self.arguments = [sys.executable, str(VCARD), "--port", str(PORTS[slot]), "--ready-file", str(self.folder / "ready"),
                          "--report", str(self.folder / "report.json"), *arguments]
        if keys:
            self.arguments += ["--keys", str(keys)]
        if console:
            self.arguments += ["--console"]
        self.console = console
        self.report = None

    def __enter__(self):
        self.process = subprocess.Popen(self.arguments, stdin=subprocess.PIPE if self.console else subprocess.DEVNULL,
                                        stdout=open(self.folder / "out", "w"), stderr=subprocess.STDOUT, text=True)
        wait_for("the card in the reader", lambda: (self.folder / "ready").exists() or self.process.poll() is not None)
        assert self.process.poll() is None, (self.folder / "out").read_text()
        return self

    def say(self, command):
        self.process.stdin.write(command + "\n")
        self.process.stdin.flush()

    def __exit__(self, *_):
        self.take_out()

    def take_out(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(TIMEOUT)
        report = self.folder / "report.json"
        self.report = json.loads(report.read_text()) if report.exists() else None
