#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The package list in ./dev holds what the build and the tests really use.

Every pkg-config module named in a meson file and every foreign command named in a script is traced to the Debian
package that brings it; that package must be in the list (or be part of every Debian system)."""
import pathlib
import re
import shutil
import subprocess
import sys

root = pathlib.Path(sys.argv[1])
listed = set(subprocess.run([root / "dev", "packages"], capture_output=True, text=True, check=True).stdout.split())
assert len(listed) > 20

COMMANDS = """Xvfb xdotool xclip import convert pdftotext pdftoppm pdffonts xmllint desktop-file-validate appstreamcli
dbus-run-session openbox msgfmt xgettext curl qrencode readelf sqlite3 wrk npm node pkill pgrep fc-match gnome-calculator
zbarimg gst-launch-1.0 pw-dump wireplumber gdbus ibus-daemon fcitx5 xprop itstool yelp-check""".split()


def owner(path):
    path = pathlib.Path(path)
    for candidate in (path, path.resolve()):
        for text in (str(candidate), str(candidate).replace("/usr/", "/", 1)):
            out = subprocess.run(["dpkg", "-S", text], capture_output=True, text=True)
            if out.returncode == 0:
                return {name.strip().split(":")[0] for name in out.stdout.split(": ")[0].split(",")}
    return set()


def essential(packages):
    out = subprocess.run(["dpkg-query", "-W", "-f=${Package} ${Essential} ${Priority}\n", *packages],
                         capture_output=True, text=True).stdout
    return any(" yes " in l or l.strip().endswith(("required", "important")) for l in out.splitlines())


faults = []
modules = set()
for path in [root / "meson.build", *root.glob("*/**/meson.build")]:
    if "build" in path.relative_to(root).parts[0] and path.parent != root:
        continue
    modules |= set(re.findall(r"dependency\('([^']+)'", path.read_text()))
assert "glib-2.0" in modules
for module in sorted(modules):
    pc = subprocess.run(["pkg-config", "--variable=pcfiledir", module], capture_output=True, text=True).stdout.strip()
    if not pc:
        continue  # optional and not here
    names = owner(f"{pc}/{module}.pc")
    if not names & listed:
        faults.append(f"meson uses {module}, which comes from {sorted(names)}: not in ./dev's list")

scripts = [root / "dev", *root.glob("tests/**/*.sh"), *root.glob("tests/**/*.py"), *root.glob("bench/*.sh")]
texts = "\n".join(p.read_text() for p in scripts if p.resolve() != pathlib.Path(__file__).resolve())
for command in COMMANDS:
    if not re.search(rf"(?<![\w/.-]){re.escape(command)}(?![\w-])", texts):
        continue
    where = shutil.which(command)
    if not where:
        continue
    names = owner(where)
    if command in ("convert", "import"):
        names.add("imagemagick")
    if names and not names & listed and not essential(names):
        faults.append(f"a script calls {command}, which comes from {sorted(names)}: not in ./dev's list")

print("\n".join(faults))
sys.exit(1 if faults else 0)
