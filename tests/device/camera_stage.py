# SPDX-License-Identifier: GPL-3.0-or-later
"""A PipeWire of the test's own, with its session manager; cameras in it (pipewiresink, fed by GStreamer's test sources);
and the one thing that is played: the D-Bus service of the camera portal."""
import contextlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent


def wait(condition, what, seconds=30):
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come within {seconds} s")
        time.sleep(0.05)


def in_session():
    """Runs the calling script again in a D-Bus session and a run-time folder of its own."""
    if os.environ.get("MADO_CAMERA_STAGE"):
        return
    with tempfile.TemporaryDirectory(prefix="mado-camera-") as run:
        env = dict(os.environ, MADO_CAMERA_STAGE="1", XDG_RUNTIME_DIR=run, HOME=run)
        for name in ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "PIPEWIRE_REMOTE"):
            env.pop(name, None)
        sys.exit(subprocess.run(["dbus-run-session", "--", "/usr/bin/python3", *sys.argv], env=env, check=False).returncode)


class Stage:
    """pipewire and wireplumber, ended by their pids."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="stage-"))
        self.logs = [open(self.folder / (name + ".log"), "w") for name in ("pipewire", "wireplumber")]
        self.programs = [subprocess.Popen(["pipewire"], stdout=self.logs[0], stderr=self.logs[0])]
        wait(lambda: (pathlib.Path(os.environ["XDG_RUNTIME_DIR"]) / "pipewire-0").exists(), "PipeWire's socket")
        self.programs.append(subprocess.Popen(["wireplumber"], stdout=self.logs[1], stderr=self.logs[1]))
        wait(lambda: any("WirePlumber" in json.dumps(o) for o in self.objects()), "PipeWire's session manager")
        return self

    def __exit__(self, *_):
        for program in reversed(self.programs):
            end(program)
        for log in self.logs:
            log.close()
        shutil.rmtree(self.folder)

    @staticmethod
    def objects():
        out = subprocess.run(["pw-dump"], capture_output=True, text=True)
        with contextlib.suppress(ValueError):
            return json.loads(out.stdout)
        return []

    def nodes(self, name):
        return [o for o in self.objects() if o.get("info", {}).get("props", {}).get("node.description") == name
                and o["info"]["props"].get("media.class") == "Video/Source"]

    def is_read_from(self, name):
        ids = [o["id"] for o in self.nodes(name)]
        return any(o["type"].endswith("Interface:Link") and o["info"]["output-node-id"] in ids and o["info"]["state"] == "active"
                   for o in self.objects())

    @contextlib.contextmanager
    def camera(self, name, code=None, width=640, height=480):
        """A camera called NAME (without spaces: gst-launch would part them) that shows CODE, or nothing."""
        if code:
            picture = self.folder / f"{len(list(self.folder.iterdir()))}.png"
            subprocess.run(["qrencode", "-s", "6", "-o", str(picture), code], check=True)
            overlay = ["!", "gdkpixbufoverlay", f"location={picture}", "offset-x=120", "offset-y=60"]
        else:
            overlay = []
        before = len(self.nodes(name))
        props = f'props,media.class=Video/Source,media.role=Camera,node.description={name},node.name=camera{before}{abs(hash(name)) % 9999}'
        program = subprocess.Popen(["gst-launch-1.0", "-q", "videotestsrc", "is-live=true", "pattern=white", "!",
                                    f"video/x-raw,format=I420,width={width},height={height},framerate=30/1", *overlay, "!",
                                    "pipewiresink", "mode=provide", "stream-properties=" + props],
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait(lambda: len(self.nodes(name)) > before, "the camera " + name)
            yield program
        finally:
            end(program)
            wait(lambda: len(self.nodes(name)) <= before, "the end of the camera " + name)

    @contextlib.contextmanager
    def portal(self, answer):
        log = self.folder / "portal.log"
        log.write_text("")
        program = subprocess.Popen(["/usr/bin/python3", str(HERE / "camera_portal_service.py"), answer, str(log)], stdout=subprocess.PIPE, text=True)
        try:
            assert program.stdout.readline() == "ready\n"
            program.log = lambda: log.read_text().split()
            yield program
        finally:
            end(program)
            wait(lambda: "org.freedesktop.portal.Desktop" not in names_on_bus(), "the end of the portal")


def names_on_bus():
    return subprocess.run(["gdbus", "call", "--session", "--dest", "org.freedesktop.DBus", "--object-path", "/", "--method",
                           "org.freedesktop.DBus.ListNames"], capture_output=True, text=True, check=True).stdout


def end(program):
    if program.poll() is None:
        program.terminate()
        try:
            program.wait(10)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
