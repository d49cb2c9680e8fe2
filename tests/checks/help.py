#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The help is whole: valid Mallard, every page reached from the index, no dead link, Japanese complete, the table of keys
as in the program, and every word in <gui> one that the program really shows, in both languages."""
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import catalogue

NS = "{http://projectmallard.org/1.0/}"


def text_of(element):
    if element.tag == NS + "keyseq":
        return "+".join(text_of(child) for child in element)
    inner = (element.text or "") + "".join(text_of(child) + (child.tail or "") for child in element)
    return re.sub(r"\s+", " ", inner).strip()


def read_pages(folder):
    return {path.stem: ET.parse(path).getroot() for path in sorted(folder.glob("*.page"))}


def targets(pages):
    for name, page in pages.items():
        yield name
        yield from (f"{name}#{e.get('id')}" for e in page.iter() if e is not page and e.get("id"))


def link_faults(pages):
    known = set(targets(pages))
    guides = {}
    for name, page in pages.items():
        if page.get("id") != name:
            yield f"{name}: its id is '{page.get('id')}'"
        for link in page.iter(NS + "link"):
            target = link.get("xref")
            target = name + target if target.startswith("#") else target
            if target not in known:
                yield f"{name}: the link to '{target}' leads nowhere"
            if link.get("type") == "guide":
                guides.setdefault(name, set()).add(target.split("#")[0])
    for name in pages:
        seen, queue = set(), [name]
        while queue:
            at = queue.pop()
            if at not in seen:
                seen.add(at)
                queue += guides.get(at, ())
        if "index" not in seen:
            yield f"{name}: not reached from the index"


def page_faults(pages):
    for name, page in pages.items():
        for wanted in (f"{NS}title", f"{NS}info/{NS}desc"):
            if page.find(wanted) is None:
                yield f"{name}: has no {wanted.replace(NS, '')}"


def program_keys(source, header):
    names = dict(re.findall(r'#define (MADO_COMMAND_\w+)\s+"([^"]+)"', header))
    rows = re.findall(r'\{ (MADO_COMMAND_\w+), N_\("([^"]+)"\), N_\("([^"]+)"\)', source)
    assert len(rows) == len(names), "the table of commands is not read right"
    return [(key, label) for _, key, label in rows]


def key_faults(page, wanted):
    rows = [[text_of(cell) for cell in row] for section in page.iter(NS + "section") if section.get("id") == "commands"
            for row in section.iterfind(f"{NS}table/{NS}tbody/{NS}tr")]
    shown = [(row[0], row[1]) for row in rows]
    yield from (f"keys: {key} ({label}) of the program is missing" for key, label in wanted if (key, label) not in shown)
    yield from (f"keys: {key} ({label}) is none of the program's" for key, label in shown if (key, label) not in wanted)
    yield from (f"keys: {row[0]} is not explained" for row in rows if not row[2])


def pattern_of(text):
    return re.compile("".join(".+" if part.startswith("%") else re.escape(part)
                              for part in re.split(r"(%[-0-9.]*[a-z]+)", text)) + r"\Z")


def gui_faults(original, translation, known):
    """known: list of (English, Japanese) of the program."""
    words = re.findall(r"<gui>([^<]*)</gui>", original)
    japanese = re.findall(r"<gui>([^<]*)</gui>", translation)
    if len(words) != len(japanese):
        yield f"as many <gui> in Japanese as in English: {original}"
        return
    for word in words:
        fits = [ja for en, ja in known if pattern_of(en).match(word)]
        if not fits:
            yield f"the program nowhere says “{word}”"
        elif not any(pattern_of(ja).match(shown) for ja in fits for shown in japanese):
            yield f"“{word}” is “{fits[0]}” in the program, not as in: {translation}"


def translation_faults(folder, known):
    pages = sorted(str(p.relative_to(folder)) for p in (folder / "C").glob("*.page"))
    template = subprocess.run(["itstool", "-o", "-", *pages], cwd=folder, capture_output=True, text=True, check=True).stdout
    have = {e["msgid"]: e for e in catalogue.parse((folder / "ja/ja.po").read_text(encoding="utf-8"))}
    wanted = [e["msgid"] for e in catalogue.parse(template) if e["msgid"]]
    for text in wanted:
        entry = have.get(text)
        if entry is None or not entry["msgstr"] or "fuzzy" in entry["flags"]:
            yield f"no Japanese for: {text}"
            continue
        if sorted(re.findall(r"<[^>]*>", text)) != sorted(re.findall(r"<[^>]*>", entry["msgstr"])):
            yield f"other tags in Japanese: {text}"
        if re.sub(r".*?<key>([^<]*)</key>|.+", r"\1 ", text).split() and \
           sorted(re.findall(r"<key>([^<]*)", text)) != sorted(re.findall(r"<key>([^<]*)", entry["msgstr"])):
            yield f"other keys in Japanese: {text}"
        yield from gui_faults(text, entry["msgstr"], known)
    yield from (f"help/ja/ja.po has a text that is gone: {text}" for text in have if text and text not in wanted)


def listed_faults(pages, meson):
    listed = set(re.findall(r"'([\w-]+)\.page'", meson))
    yield from (f"help/meson.build does not list {name}.page" for name in pages if name not in listed)
    yield from (f"help/meson.build lists {name}.page, which is gone" for name in listed if name not in pages)


def self_test():
    def page(name, inner):
        return ET.fromstring(f'<page xmlns="{NS[1:-1]}" id="{name}"><info>{inner}<desc>d</desc></info><title>t</title></page>')
    good = {"index": page("index", ""), "a": page("a", '<link type="guide" xref="index"/>')}
    assert not list(link_faults(good))
    assert list(link_faults({**good, "b": page("b", "")})) == ["b: not reached from the index"]
    assert any("nowhere" in f for f in link_faults({**good, "b": page("b", '<link type="guide" xref="index#no"/>')}))
    table = ET.fromstring(f'<page xmlns="{NS[1:-1]}"><section id="commands"><table><tbody><tr><td><p><keyseq><key>Ctrl</key>'
                          '<key>D</key></keyseq></p></td><td><p>Copy</p></td><td><p>x</p></td></tr></tbody></table></section></page>')
    assert not list(key_faults(table, [("Ctrl+D", "Copy")]))
    assert len(list(key_faults(table, [("Ctrl+E", "Copy")]))) == 2
    known = [("Not yet sent: %u", "未送信 %u"), ("Here", "ある")]
    assert not list(gui_faults("<gui>Not yet sent: 3</gui>", "<gui>未送信 3</gui>", known))
    assert list(gui_faults("<gui>There</gui>", "<gui>ある</gui>", known))
    assert list(gui_faults("<gui>Here</gui>", "<gui>ない</gui>", known))


def main():
    self_test()
    root = pathlib.Path(sys.argv[1])
    folder = root / "help"
    pages = read_pages(folder / "C")
    assert len(pages) > 10, "the help is not there"
    command = root / "src/app/mado-command"
    faults = [*link_faults(pages), *page_faults(pages),
              *key_faults(pages["keys"], program_keys(command.with_suffix(".c").read_text(), command.with_suffix(".h").read_text())),
              *translation_faults(folder, catalogue.known(root)),
              *listed_faults(pages, (folder / "meson.build").read_text())]
    valid = subprocess.run(["yelp-check", "validate", *map(str, sorted((folder / "C").glob("*.page")))], capture_output=True,
                           text=True)
    faults += valid.stdout.splitlines() + (valid.stderr.splitlines() if valid.returncode else [])
    print("\n".join(faults) or f"{len(pages)} pages")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
