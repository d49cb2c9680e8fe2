#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Drives the built desktop through the accessibility interface (AT-SPI).

    with Screen() as screen:                       # Xvfb, D-Bus session, window manager, AT-SPI
        with screen.start("profile-folder") as app:
            app.wait_for("受付一覧")
            app.field("氏名").type("山田")
            app.key("Return")

Every wait is for a condition, never for a time; a wait that fails prints what is on the screen. Texts are typed through
the X server (xdotool), so they take the same way as a person's keys.
"""
import contextlib
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(os.environ.get("MADO_SOURCE_ROOT", pathlib.Path(__file__).resolve().parents[2]))
BUILD = pathlib.Path(os.environ.get("MADO_BUILD_ROOT", ROOT / "build"))
TIMEOUT = float(os.environ.get("MADO_UI_TIMEOUT", "20"))


class Missing(AssertionError):
    """A condition did not come true in time."""


def wait(condition, what, timeout=None):
    """Returns the first true answer of condition(); errors of a tree that is changing count as "not yet"."""
    end = time.monotonic() + max(timeout or 0, TIMEOUT)
    last = None
    while True:
        try:
            answer = condition()
            if answer:
                return answer
        except Exception as e:  # pylint: disable=broad-except
            last = e
        if time.monotonic() > end:
            raise Missing(f"{what} did not come within {timeout or TIMEOUT:.0f} s" + (f" ({last})" if last else ""))
        time.sleep(0.05)


def inside_session():
    return os.environ.get("MADO_DRIVER_SESSION") == "1"


def in_session():
    """Runs the calling script again inside a private D-Bus session (AT-SPI needs one). Call it first in a test."""
    if inside_session():
        return
    env = dict(os.environ, MADO_DRIVER_SESSION="1", LANG="ja_JP.UTF-8", LANGUAGE="ja", LC_ALL="C.UTF-8",
               GSETTINGS_BACKEND="memory", GSK_RENDERER="cairo", LIBGL_ALWAYS_SOFTWARE="1", GDK_BACKEND="x11",
               MADO_LOCALE_DIR=str(BUILD / "po"), MADO_MODULE_DIR=str(BUILD / "src"),
               MADO_PACK_DIR=os.environ.get("MADO_PACK_DIR", str(ROOT / "data/city")),
               MADO_DATA_DIR=str(ROOT / "data"))
    for name in ("G_DEBUG", "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS", "NO_AT_BRIDGE", "GTK_A11Y", "WAYLAND_DISPLAY"):
        env.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="mado-run-") as run:
        os.chmod(run, 0o700)
        env["XDG_RUNTIME_DIR"] = run
        env["HOME"] = run
        sys.exit(subprocess.run(["dbus-run-session", "--", "/usr/bin/python3", *sys.argv], env=env, check=False).returncode)


class Screen:
    """An X server of its own with a window manager; ends what it started, by pid."""

    def __init__(self, width=1366, height=768):
        self.size = f"{width}x{height}x24"
        self.programs = []

    def __enter__(self):
        read, write = os.pipe()
        self.xvfb = subprocess.Popen(["Xvfb", "-displayfd", str(write), "-screen", "0", self.size, "-nolisten", "tcp"],
                                     pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as f:
            number = f.readline().strip()
        assert number, "Xvfb did not start"
        os.environ["DISPLAY"] = ":" + number
        self.wm = subprocess.Popen(["openbox"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        global pyatspi, mado_tree
        import pyatspi as module  # needs the session bus and the display
        import mado_tree as tree
        pyatspi, mado_tree = module, tree
        self.bus = mado_tree.connect()
        return self

    def __exit__(self, *_):
        for app in self.programs:
            app.stop()
        for p in (self.wm, self.xvfb):
            p.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                p.wait(5)

    def start(self, profile, *args, env=None):
        app = App(self.bus, profile, args, env or {})
        self.programs.append(app)
        return app

    @staticmethod
    def shot(path):
        subprocess.run(["import", "-window", "root", str(path)], check=True)

    @staticmethod
    def clipboard(path_or_text):
        """Puts a PNG file or a text on the clipboard."""
        if isinstance(path_or_text, pathlib.Path):
            args, data, kind = ["-t", "image/png"], path_or_text.read_bytes(), "image/png"
        else:
            args, data, kind = [], path_or_text.encode(), "UTF8_STRING"
        subprocess.run(["xclip", "-selection", "clipboard", *args], input=data, check=True, stdout=subprocess.DEVNULL)
        offered = ["xclip", "-selection", "clipboard", "-o", "-t", "TARGETS"]
        wait(lambda: kind in subprocess.run(offered, capture_output=True, text=True, check=False).stdout.split(),
             f"{kind} on the clipboard")


class App:
    """One running desktop."""

    def __init__(self, bus, profile, args, env):
        self.bus = bus
        self.profile = pathlib.Path(profile)
        self.log = tempfile.NamedTemporaryFile("w+", prefix="mado-", suffix=".log", delete=False)
        self.process = subprocess.Popen([str(BUILD / "src/app/madoguchi"), "--profile", str(profile), *args],
                                        env=dict(os.environ, **env), stdout=self.log, stderr=subprocess.STDOUT)
        self.tree = wait(self._find, "the program's window")

    def _find(self):
        if self.process.poll() is not None:
            raise SystemExit(f"the program ended with {self.process.returncode}:\n{self.output()}")
        name = mado_tree.programs(self.bus).get(self.process.pid)
        tree = name and mado_tree.Tree(self.bus, name)
        return tree if tree and tree.read().children else None

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        if kind is not None:
            print(self.describe(), file=sys.stderr)
            print(self.output(), file=sys.stderr)
        self.stop()

    def output(self):
        return pathlib.Path(self.log.name).read_text(encoding="utf-8", errors="replace")

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        with contextlib.suppress(FileNotFoundError):
            if not self.log.closed:
                self.log.close()
                os.unlink(self.log.name)

    def kill(self):
        self.stop(signal.SIGKILL)

    # --- looking ---------------------------------------------------------------------------------------------

    def nodes(self, node=None):
        """All accessible objects that are on the screen, depth first, as they are now (below @node: as it was read)."""
        for child in (node or self.tree.read()).children:
            if child.is_shown:
                yield child
                yield from self.nodes(child)

    @staticmethod
    def text_of(node):
        return node.text

    def texts(self):
        """Everything that can be read now: names and contents."""
        nodes = list(self.nodes())
        pairs = zip((node.name for node in nodes), self.tree.texts_of(nodes))
        return list(dict.fromkeys(text for pair in pairs for text in pair if text))

    def has(self, text):
        return any(text in t for t in self.texts())

    def wait_for(self, text, timeout=None):
        return wait(lambda: self.has(text), f"“{text}”", timeout)

    def wait_gone(self, text, timeout=None):
        return wait(lambda: not self.has(text), f"the end of “{text}”", timeout)

    def find(self, name, role=None, exact=True, timeout=None):
        """The widget with this accessible name, as a Widget."""
        def look():
            for node in self.nodes():
                if (node.name == name if exact else name in node.name) and (role is None or node.role == role):
                    return Widget(self, node)
            return None
        return wait(look, f"“{name}”", timeout)

    def field(self, name, timeout=None):
        """The text entry with this label."""
        def look():
            for node in self.nodes():
                if node.name == name and node.is_editable:
                    return Widget(self, node)
            return None
        return wait(look, f"the field “{name}”", timeout)

    def button(self, name, timeout=None):
        return self.find(name, pyatspi.ROLE_PUSH_BUTTON, timeout=timeout)

    def focused(self):
        if node := self.tree.focused():
            return Widget(self, node)
        for node in self.nodes():
            if node.states.contains(pyatspi.STATE_FOCUSED) and node.role != pyatspi.ROLE_FRAME:
                return Widget(self, node)
        return None

    def focused_key(self):
        f = self.focused()
        return f and (f.node.index, f.name, f.node.parent and f.node.parent.index)

    def wait_focus(self, name, timeout=None):
        return wait(lambda: (f := self.focused()) and f.name == name and f, f"the focus on “{name}”", timeout)

    def describe(self):
        if self.process.poll() is not None:
            return f"the program ended with {self.process.returncode}"
        lines = []

        def walk(node, depth):
            for child in node.children:
                if not child.states.contains(pyatspi.STATE_VISIBLE):
                    continue
                mark = "*" if child.states.contains(pyatspi.STATE_FOCUSED) else " "
                lines.append(f"{mark}{'  ' * depth}{child.getRoleName()} “{child.name}” {self.text_of(child)!r}")
                walk(child, depth + 1)
        with contextlib.suppress(Exception):
            walk(self.tree.read(), 0)
        return "\n".join(lines)

    # --- doing -----------------------------------------------------------------------------------------------

    def _window(self):
        out = subprocess.run(["xdotool", "search", "--onlyvisible", "--pid", str(self.process.pid)],
                             capture_output=True, text=True, check=False).stdout.split()
        return out[-1] if out else None

    def activate(self):
        """Brings this program's window to the front (two desktops share a screen)."""
        window = wait(self._window, "the window")
        subprocess.run(["xdotool", "windowactivate", "--sync", window], check=True, stderr=subprocess.DEVNULL)

    def key(self, *keys):
        """xdotool names: Return, ctrl+Return, F5, KP_Enter, 1."""
        subprocess.run(["xdotool", "key", "--clearmodifiers", *keys], check=True)

    def type(self, text, delay=12):
        subprocess.run(["xdotool", "type", "--clearmodifiers", "--delay", str(delay), text], check=True)

    def scan(self, code, delay=2):
        """A wedge scanner: the code in one burst, then Enter."""
        subprocess.run(["xdotool", "type", "--delay", str(delay), code + "\n"], check=True)


class Widget:
    """An accessible object of an App."""

    def __init__(self, app, node):
        self.app, self.node = app, node

    @property
    def name(self):
        return self.node.name

    @property
    def text(self):
        return self.app.text_of(self.node)

    @property
    def enabled(self):
        return self.node.getState().contains(pyatspi.STATE_SENSITIVE)

    @property
    def has_focus(self):
        return self.node.getState().contains(pyatspi.STATE_FOCUSED)

    def focus(self):
        """With the keyboard, as at a counter: Tab until it is there (GTK 4.8 has no other way through AT-SPI)."""
        self.app.activate()
        for _ in range(80):
            if self.has_focus:
                return self
            before = self.app.focused_key()
            self.app.key("Tab")
            wait(lambda: self.has_focus or self.app.focused_key() != before, "the next focus")
        raise Missing(f"“{self.name}” cannot be reached with Tab")

    def click(self):
        """With the mouse, as a clerk goes to a field far away."""
        self.app.activate()
        box = self.node.extents()
        window = subprocess.run(["xdotool", "getactivewindow", "getwindowgeometry", "--shell"], capture_output=True, text=True,
                                check=True).stdout
        x, y = (int(next(l for l in window.splitlines() if l.startswith(k)).split("=")[1]) for k in ("X", "Y"))
        subprocess.run(["xdotool", "mousemove", str(x + box.x + box.width // 2), str(y + box.y + box.height // 2), "click", "1"],
                       check=True)
        wait(lambda: self.has_focus, f"the focus on “{self.name}”")
        return self

    def type(self, text):
        """Focuses, replaces what is there, types."""
        self.focus()
        self.app.key("ctrl+a", "Delete")
        self.app.type(text)
        return self

    def set(self, text):
        """Puts the text in at once, for long or rare characters that no key makes."""
        self.node.set_text(text)
        wait(lambda: self.text == text, f"“{text}” in “{self.name}”")
        return self

    def press(self):
        if not self.node.do_action():
            raise Missing(f"“{self.name}” cannot be pressed")
        return self

    def wait_text(self, text, timeout=None):
        return wait(lambda: self.text == text, f"“{text}” in “{self.name}”", timeout)


@contextlib.contextmanager
def fresh_profile():
    folder = tempfile.mkdtemp(prefix="mado-profile-")
    try:
        yield pathlib.Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
