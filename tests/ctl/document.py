#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""madoguchi-ctl document check: what it says without a server, and what it refuses. document.py CTL"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

CTL, ROOT = sys.argv[1], pathlib.Path(sys.argv[2])


def run(*args, stdin=""):
    return subprocess.run([CTL, "document", "check", *map(str, args)], input=stdin, capture_output=True, text=True, check=False)


def vector():
    """The published code, and who may have sealed it: the public half of the test's seed."""
    text = (ROOT / "tests/core/slip/test-document-code.c").read_text(encoding="utf-8")
    parts = re.search(r'\(text, ==, "([^"]*)"\s*"([^"]*)"', text)
    return parts.group(1) + parts.group(2)


def main():
    slip = json.loads((ROOT / "tests/vectors/slip.json").read_text(encoding="utf-8"))
    code = vector()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        keys = folder / "keys.json"
        slip["city"] = "022993"
        slip["devices"] = [{"id": "11111111-1111-1111-1111-111111111111", "sign": SIGN}]
        keys.write_text(json.dumps(slip))

        good = run(code, "--keys", keys)
        assert good.returncode == 3, (good.returncode, good.stderr)
        said = json.loads(good.stdout)
        assert said == {"seal": "good", "state": "not-asked", "kind": "receipt", "number": "R8-12-0001", "issued": "2026-05-20"}, said
        assert run("-", "--keys", keys, stdin=code.lower() + "\r\n").stdout == good.stdout

        for bad, word in (("", "invalid"), ("https://example.jp/", "invalid"), (code[:-9], "damaged"), ("MD2" + code[3:], "unsupported"),
                          (code[:40] + "AAA" + code[43:], "damaged"), ("MD1:" + "Z" * 5000, "invalid"), ("あ" * 40, "invalid")):
            out = run(bad, "--keys", keys)
            assert out.returncode == 1 and out.stdout == "" and out.stderr.startswith(word + ":"), (bad[:20], out)
        slip["devices"] = []
        keys.write_text(json.dumps(slip))
        assert run(code, "--keys", keys).stderr.startswith("unknown-key:")
        slip["city"] = "042021"
        keys.write_text(json.dumps(slip))
        assert run(code, "--keys", keys).stderr.startswith("foreign:")

        for wrong in ([], [code], [code, "--staff", "x"], [code, "--keys", keys, "--profile", folder], ["--nonsense"], [code, code, "--keys", keys]):
            assert run(*wrong).returncode == 2, wrong
        for gone in (folder / "none.json", folder):
            assert run(code, "--keys", gone).returncode == 1
        (folder / "p").write_text("x\n")
        out = run(code, "--profile", folder / "none", "--staff", "a", "--password-file", folder / "p")
        assert out.returncode == 1 and out.stdout == "", out


SIGN = "35ca17dcddc4e2dc7236d4233dfedb1ae9a14f3f6977bb1c289c7c4e67d756e1"

if __name__ == "__main__":
    main()
