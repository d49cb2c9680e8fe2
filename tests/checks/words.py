#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people read is in the words of the counter: the program's inside never shows, in Japanese or in the help."""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import catalogue

# The inside word and what to say instead.
JAPANESE = [
    ("ジャーナル", "記録"), ("コミット", "記録"), ("同期", "送信"), ("シンク", "送信"), ("世代", "何回目"), ("ペイロード", "内容"),
    ("レコード", "記録、受付"), ("サブミット", "受け付ける"), ("トークン", "サインイン、鍵"), ("マージ", "合わせる"),
    ("レプリカ", "端末"), ("プロジェクション", "一覧"), ("エポック", "記録の始まり"), ("ハッシュ", "印"), ("データベース", "保管"),
    ("ケース", "受付"), ("ログイン", "サインイン"), ("伝票", "手続き一覧"), ("届け出人", "届出人"), ("手続一覧", "手続き一覧"),
]
ENGLISH = ["journal", "commit", "sync", "generation", "payload", "submit", "token", "replica", "projection", "epoch"]


def japanese_faults(texts):
    for where, text in texts:
        for word, better in JAPANESE:
            # 受付ケース would be caught; スケース and ブリーフケース are other words
            if re.search(rf"(?<![ァ-ヴー]){word}(?![ァ-ヴー])", text):
                yield f"{where}: “{word}” → {better}: {text.strip()}"


def english_faults(texts):
    for where, text in texts:
        for word in ENGLISH:
            if re.search(rf"\b{word}(s|ed|ing|ting|ted)?\b", text, re.I):
                yield f"{where}: “{word}”: {text.strip()}"


def help_texts(root):
    for page in sorted((root / "help/C").glob("*.page")):
        yield page.name, re.sub(r"<!--.*?-->|<[^>]*>", " ", page.read_text(encoding="utf-8"), flags=re.S)


def screen_texts(root):
    """English that the desktop shows: the sources of src/app and ui."""
    for path in sorted([*(root / "src/app").rglob("*.c"), *(root / "ui").rglob("*.ui")]):
        text = path.read_text(encoding="utf-8")
        for found in re.findall(r'(?<![\w])(?:_|N_|C_|NC_)\s*\(\s*(?:"[^"]*",\s*)?"((?:[^"\\]|\\.)*)"|translatable="yes"[^>]*>([^<]*)', text):
            yield path.name, "".join(found)


def self_test():
    assert list(japanese_faults([("x", "ジャーナルを同期します。")]))
    assert not list(japanese_faults([("x", "記録を送信しました。ブックケース、同じ期間")]))
    assert list(english_faults([("x", "The commits were synced.")]))
    assert not list(english_faults([("x", "Nothing was recorded in the committee.")]))


def main():
    self_test()
    root = pathlib.Path(sys.argv[1])
    japanese = [("po/ja.po", e["msgstr"]) for e in catalogue.parse((root / "po/ja.po").read_text(encoding="utf-8")) if e["msgid"]]
    japanese += [(where, text) for _, _, text, where in catalogue.parts(root)]
    japanese += [("help/ja/ja.po", e["msgstr"]) for e in catalogue.parse((root / "help/ja/ja.po").read_text(encoding="utf-8"))
                 if e["msgid"]]
    english = [*help_texts(root), *screen_texts(root)]
    assert len(japanese) > 500 and len(english) > 100, (len(japanese), len(english))
    faults = [*japanese_faults(japanese), *english_faults(english)]
    print("\n".join(faults))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
