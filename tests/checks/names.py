#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The repository speaks of Madoguchi alone: no path of somebody's machine, no word of how or where it was written, no host
that a fresh computer would have to reach. (That src/ names nothing of the demo city is tests/core/procedure's.)"""
import pathlib
import re
import subprocess
import sys

# Written in pieces so that this file does not find itself.
FORBIDDEN = [(re.compile(pattern), what) for pattern, what in [
    (r"(?<![\w./-])/work" r"/\w", "a path of somebody's machine"),
    (r"(?<![\w.])/(home|Users|root)" r"/[a-z]\w*/", "a path of somebody's machine"),
    (r"/tmp/bash" r"_jobs", "a path of somebody's machine"),
    (r"\bcommon" r"\.md\b", "a note that is not in the repository"),
    (r"\b(counter" r"-work|performance|style|journal|design|consultation-notes)" r"\.md\b", "a note that is not in the repository"),
    (r"(?i)\bcounter" r"-work(?!place)|\bjournal" r" contract\b", "a note that is not in the repository"),
    (r"(?<!\w)shared" r"/(bench|tools|\w+\.md)", "a note that is not in the repository"),
    (r"(?i)\b(clau" r"de|anthrop" r"ic|chatg" r"pt|open" r"ai|copil" r"ot)\b", "a tool of the writing"),
    (r"(?i)\bco-authored" r"-by:", "a tool of the writing"),
    (r"(?i)\b(sub-?agent|language" r" model|ai assis" r"tant|prompt engi" r"neer)" r"s?\b", "a tool of the writing"),
    (r"(?i)\b(this|next|another|previous) session" r" (of work|will|should|builds?)\b", "the course of the work"),
    (r"\bissues? (#)?\d+" r"\b(?! of RFC)", "a number of a list that is not in the repository"),
    (r"\b(registry\.npmjs|registry\.yarnpkg|pypi|files\.pythonhosted|proxy\.golang|static\.crates|repo1?\.maven)" r"\.(org|io|com)\b",
     "a package host"),
    (r"(?i)https?://[\w.-]*(artifactory|nexus|pkg-?proxy|mirror)" r"[\w.-]*", "a package host"),
    (r"https?://(deb|security|snapshot)\.debian" r"\.org", "a package host"),
]]
ALLOWED = [
    # The manifest of Flatpak has to name where its sources come from.
    (re.compile(r"^flatpak/"), "a package host"),
]


def faults_of(name, text):
    for number, line in enumerate(text.splitlines(), 1):
        for pattern, what in FORBIDDEN:
            m = pattern.search(line)
            if m and not any(where.search(name) and what == allowed for where, allowed in ALLOWED):
                yield f"{name}:{number}: {what}: {m.group(0)}"


def tracked(root):
    """The repository's files; in an unpacked archive, all that is not a build."""
    listed = subprocess.run(["git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], capture_output=True)
    if listed.returncode == 0:
        return [root / name for name in listed.stdout.decode().split("\0") if name and (root / name).is_file()]
    return [p for p in root.rglob("*") if p.is_file() and not p.relative_to(root).parts[0].startswith("build")]


def self_test():
    for bad in ("see /work" "/main", "see /home" "/someone/x", "asked Clau" "de", "npm from registry.npmjs" ".org", "see style" ".md",
                "part of issue" " 2"):
        assert len(list(faults_of("x.c", bad))) == 1, bad
    for good in ("a working desk", "/usr/share/work/x", "this session is over", "an issue of the register", "PROTOCOL.md", "$root/work"):
        assert not list(faults_of("x.c", good)), good
    assert not list(faults_of("flatpak/x.yml", "https://files.pythonhosted" ".org/x"))


def main():
    self_test()
    root = pathlib.Path(sys.argv[1])
    faults, count = [], 0
    for path in tracked(root):
        data = path.read_bytes()
        if b"\0" in data[:4096]:
            continue
        count += 1
        faults += faults_of(path.relative_to(root).as_posix(), data.decode("utf-8", "replace"))
    assert count > 200, "the repository is not there"
    print("\n".join(faults) or f"{count} files")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
