#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A city in a temporary folder: one server with the demo pack, and enrolled desks beside it."""
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "app"))
import mado_driver as driver  # noqa: E402

CTL = driver.BUILD / "src/ctl/madoguchi-ctl"
SERVER = driver.BUILD / "src/server/madoguchi-server"


class World:
    """Starts the server; stops it and takes the folder away at the end (unless it is to be kept)."""

    def __init__(self, keep=None):
        self.folder = pathlib.Path(keep or tempfile.mkdtemp(prefix="mado-story-"))
        self.keep = keep is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = 0
        self.process = None
        self.accounts = {}
        self.code = None

    def __enter__(self):
        self.start_server()
        return self

    def __exit__(self, *_):
        self.stop_server()
        if not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start_server(self):
        port_file = self.folder / "port"
        port_file.unlink(missing_ok=True)
        first = self.folder / "first.txt"
        with open(self.folder / "server.log", "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                [SERVER, "--data", self.folder / "server", "--port", str(self.port), "--pack",
                 os.environ.get("MADO_PACK_DIR", str(driver.ROOT / "data/city")), "--port-file", port_file,
                 "--first-file", first], stdout=log, stderr=log)
        text = driver.wait(lambda: port_file.exists() and port_file.read_text().strip(), "the server's port", 60)
        self.port = int(text)
        if not self.accounts:
            self._read_first(first)

    def _read_first(self, path):
        for line in path.read_text(encoding="utf-8").splitlines():
            part = line.split("\t")
            if part[0] == "account":
                self.accounts[part[1]] = part[2]
            elif part[0] == "code":
                self.code = part[1]
        assert self.code and self.accounts

    def stop_server(self, how=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(20)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def desk(self, scope, staff, name):
        """A desk's profile: enrolled, its papers go to a folder."""
        profile = self.folder / f"desk-{name}"
        profile.mkdir()
        secret = self.folder / "password"
        secret.write_text(self.accounts[staff])
        subprocess.run([CTL, "place", "enrol", "--server", self.url, "--code", self.code, "--scope", scope, "--name", name,
                        "--profile", profile, "--staff", staff, "--password-file", secret], check=True)
        secret.unlink()
        self.set_preferences(profile, staff)
        return profile

    @staticmethod
    def set_preferences(profile, staff):
        (profile / "preferences.ini").write_text(
            f"[counter]\na4-printer=folder:{profile}/paper\nreceipt-printer=folder:{profile}/paper\nlast-staff={staff}\n")

    def sign_in(self, app, staff):
        app.wait_for("パスワード")
        app.wait_focus("パスワード")
        app.type(self.accounts[staff])
        app.key("Return")
        app.wait_for("今日の受付", 40)
