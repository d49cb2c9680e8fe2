#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The four ways of signing in one visit: on paper, with the seal's print, on glass, and none at all. What the clerk is told,
which key notes it, what the visitor sees, and what stands in the list after each step."""
import json
import os
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import certificates  # noqa: E402
import world  # noqa: E402
from certificates import CONFIRM, PAPERS, wait_stage  # noqa: E402
from family import draw_signature, stage  # noqa: E402
from world import driver  # noqa: E402

PAPER, SEAL, GLASS, NONE = "戸籍証明等の交付請求", "印鑑登録申請", "住民票の写し等の交付請求", "印鑑登録証明書の交付申請"
NAME = "高橋　健一"
DOCUMENTS = ["印鑑登録証", "登録する印鑑", "官公署発行の写真付き身分証"]


def city_of_four_ways(folder):
    """The demo city, but the family register asks for a paper with a number, and a seal certificate for no signature."""
    pack = folder / "pack"
    shutil.copytree(driver.ROOT / "data/city", pack)

    def change(procedure, edit):
        path = pack / "procedures" / f"{procedure}.json"
        content = json.loads(path.read_text(encoding="utf-8"))
        edit(content)
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")

    def on_paper(content):
        content["sign"] = "paper"
        content["fields"].append({"field": "paper_accepted_no", "role": "staff"})
    change("koseki_shomei", on_paper)
    change("inkan_shomei", lambda content: content.update(sign="none"))
    return pack


def draft(city):
    person = "pabcdef"
    return certificates.close_draft(city, person, ["koseki_shomei", "inkan_toroku", "juki_utsushi", "inkan_shomei"], [
        ("event", "shomei"), ("visitor/visitor_role", "self"), ("visitor/visitor_name", NAME),
        (f"person/{person}/family_name", "高橋"), (f"person/{person}/given_name", "健一"),
        (f"person/{person}/family_name_kana", "タカハシ"), (f"person/{person}/given_name_kana", "ケンイチ"),
        (f"person/{person}/birth_date", "1972-11-03"), ("field/contact_phone", "09011112222"),
        ("field/addr.postal_code", "0000102"), ("field/addr.town", "汐見"), ("field/addr.block", "7番地8"),
        ("field/registered.prefecture", "青森県"), ("field/registered.municipality", "汐見市"),
        ("field/registered.town", "汐見"), ("field/registered.block", "7番地"), ("field/registered_head", NAME),
        ("proc/koseki_shomei/field/relation_to_registered", "self"), ("proc/koseki_shomei/field/koseki_kind", "full"),
        ("proc/inkan_toroku/field/seal_registration_kind", "new"), ("proc/inkan_toroku/field/identity_method", "photo"),
        ("proc/juki_utsushi/field/whole_or_part", "part"), ("proc/inkan_shomei/field/seal_card_number", "123456")])


def next_key(app, label):
    driver.wait(lambda: app.button(f"Ctrl+Enter {label}"), f"“{label}” on Ctrl+Enter")


def states(app):
    """Title → state, as the list at the right says."""
    texts = [t for node in app.nodes() for t in (node.name,) if t]
    found = {}
    for title in (PAPER, SEAL, GLASS, NONE):
        for i, text in enumerate(texts):
            if text == title and i + 1 < len(texts):
                found[title] = texts[i + 1]
    return found


def wait_states(app, **wanted):
    names = {"paper": PAPER, "seal": SEAL, "glass": GLASS, "none": NONE}
    driver.wait(lambda: all(states(app).get(names[k]) == v for k, v in wanted.items()), f"{wanted} in the list")


def fill_gaps(app):
    """What only the window can say: the proof of identity, and the number of the paper."""
    app.wait_for("「本人確認書類」がまだ入っていません")
    app.key("F5")
    app.wait_focus("本人確認書類")
    app.key("2", "ctrl+Return")
    wait_stage(app, PAPERS)
    for paper in DOCUMENTS:
        app.wait_focus(paper)
        app.key("1")
    app.key("ctrl+Return")  # right after the last digit, which keeps its line and the focus
    wait_stage(app, CONFIRM)
    app.wait_for("「紙の届書の受付番号」がまだ入っていません")
    app.key("ctrl+Return")  # nothing is noted without it
    wait_states(app, paper="案内済", glass="案内済")
    for _ in range(2):  # that, and the value of the draft that only the window can say
        if app.button("F9 了解").enabled:
            app.key("F9")
    driver.wait(lambda: not app.button("F9 了解").enabled, "the end of the warnings")
    app.key("F5")
    app.wait_focus("紙の届書の受付番号")
    app.type("88")
    app.key("ctrl+Return")
    while stage(app) != CONFIRM:
        wait_stage(app, PAPERS)
        app.key("ctrl+Return")
        driver.wait(lambda: stage(app) == CONFIRM, "the last stage")


def walk(app, city, pictures):
    app.scan(draft(city))
    wait_stage(app, "どなたの申請か")
    app.key("ctrl+Return")
    wait_stage(app, CONFIRM)
    fill_gaps(app)

    app.wait_for(f"紙の届書: {PAPER}。")
    next_key(app, "紙の届書を受領")
    pictures("signing-paper")
    app.key("ctrl+Return")
    app.wait_for(f"紙の届書の受領を記録しました（{PAPER}）")
    wait_states(app, paper="署名済", seal="案内済", glass="案内済", none="案内済")

    app.wait_for(f"押印するもの: {SEAL}。")
    next_key(app, "印影を確認")
    pictures("signing-seal")
    app.key("ctrl+Return")
    app.wait_for(f"印影の確認を記録しました（{SEAL}）")
    wait_states(app, paper="署名済", seal="署名済", glass="案内済", none="案内済")

    next_key(app, "署名")
    app.key("ctrl+Return")
    app.wait_for("ここにご署名ください")
    # One text: only the form on glass is declared; the other papers are none of the tablet's business.
    assert app.has(GLASS), app.describe()
    declared = [t for t in visitor_texts(app) if any(title in t for title in (PAPER, SEAL, NONE))]
    assert not declared, declared
    assert not any("紙の届書の受付番号" in t or "印鑑登録証の番号" in t for t in visitor_texts(app)), visitor_texts(app)
    pictures("signing-glass")
    draw_signature(app)
    button = app.button("まちがいありません")
    driver.wait(lambda: button.enabled, "a signature")
    button.press()
    app.wait_for(f"{NAME}さんの証明書です。")
    wait_states(app, paper="受付", seal="受付", glass="受付", none="受付")
    pictures("signing-accepted")
    app.key("ctrl+Return")
    app.wait_focus("検索")


def visitor_texts(app):
    """What can be read on the visitor's window, which stands in front."""
    for frame in app.tree.read().children:
        texts = [t for node in app.nodes(frame) for t in (node.name, app.text_of(node)) if t]
        if any("ここにご署名ください" in t for t in texts):
            return texts
    return []


def main():
    driver.in_session()
    folder = pathlib.Path(os.environ.get("MADO_STORY_PICTURES", driver.BUILD / "story"))
    folder.mkdir(parents=True, exist_ok=True)
    with world.World() as city, driver.Screen() as screen:
        profile = city.desk("shimin", "shimin-1", "1番窓口")

        def pictures(name):
            screen.shot(folder / f"{name}.png")
        with screen.start(profile) as app:
            city.sign_in(app, "shimin-1")
            try:
                walk(app, city, pictures)
            except BaseException:
                pictures("signing-last")
                raise
    print("ok")


if __name__ == "__main__":
    if not driver.inside_session():
        import tempfile
        with tempfile.TemporaryDirectory(prefix="mado-pack-") as place:
            os.environ["MADO_PACK_DIR"] = str(city_of_four_ways(pathlib.Path(place)))
            main()
    else:
        main()
