#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the print layouts of a city pack: make-forms.py data/city

The forms of DESIGNED are laid out one by one; every other form is a table made
from the procedure's fields. The result is data that a city may edit by hand;
then it should no longer be written by this script.
"""
import glob
import json
import os
import sys

from sheet import LEFT, RIGHT, Sheet


class Pack:
    def __init__(self, folder):
        def load(name):
            with open(os.path.join(folder, name), encoding="utf-8") as f:
                return json.load(f)
        self.folder = folder
        self.fields = {f["id"]: f for f in load("fields.json")}
        self.blocks = load("blocks.json")
        self.procedures = [load(os.path.relpath(p, folder)) for p in sorted(glob.glob(folder + "/procedures/*.json"))]

    def field_of(self, path):
        return self.fields.get(path) or self.fields.get(path.split(".", 1)[-1]) or {"id": "", "type": "text"}

    def rows_of(self, procedure):
        """Fields in order, blocks opened: (field id, person, role)."""
        for entry in procedure["fields"]:
            for field in [entry["field"]] if "field" in entry else self.blocks[entry["block"]]:
                yield field, entry.get("person"), entry.get("role", "signed")

    def staff_fields(self, procedure):
        return [(self.fields[f]["label"], f if not p else "%s[0].%s" % (p, f))
                for f, p, role in self.rows_of(procedure) if role == "staff"]


def text_of(value):
    return value["ja"] if isinstance(value, dict) else value


DECLARE = "上記のとおり届け出ます。記載した内容は事実と相違ありません。"
APPLY = "上記のとおり申請します。記載した内容は事実と相違ありません。"


# --- forms laid out one by one ---------------------------------------------------
def juki_ido(s, p):
    s.title("住民異動届", "転入・転居・転出")
    s.visitor("notifier.name", "届出人")
    s.heading("異動の内容")
    s.row((1, "異動日", "move_date"), (1, "転出予定日", "planned_move_date"))
    s.row((1, "転入の元", "tennyu_source"), h=8)
    s.address_row("新しい住所", "new")
    s.row((1, "新しい世帯主", "head_name"), (1, "世帯の形", "household_kind"), h=10)
    s.address_row("これまでの住所", "old")
    s.address_row("本籍", "registered", postal=False)
    s.row((1, "筆頭者", "registered_head"), (1, "残る世帯の世帯主", "new_head_name"))
    s.heading("異動する方（世帯主からみた続柄）")
    s.people("subject", 6, [(46, "フリガナ／氏名", "name"), (34, "生年月日", "birth"), (18, "性別", "sex"),
                            (18, "続柄", "relation_to_head"), (47, "マイナンバーカード", "mn_card_brought")], h=10.5)
    s.row((1, "届出が遅れた理由", "late_reason"))
    s.declare(DECLARE, "tablet", False)
    s.staff([], ("受付", "入力", "照合", "住民票コード確認", "交付"))


def juki_setai(s, p):
    s.title("住民異動届", "世帯変更")
    s.visitor("notifier.name", "届出人")
    s.heading("世帯の変更")
    s.row((1, "変更の日", "change_date"), h=8)
    s.row((1, "変更の種類", "setai_change_kind"), h=8)
    s.row((1, "これまでの世帯主", "old_head_name"), (1, "新しい世帯主", "new_head_name"))
    s.heading("世帯の方")
    s.people("subject", 8, [(50, "フリガナ／氏名", "name"), (36, "生年月日", "birth"), (20, "性別", "sex"),
                            (24, "続柄", "relation_to_head")], h=11)
    s.declare(DECLARE, "tablet", False)
    s.staff()


def mncard_keizoku(s, p):
    s.title("個人番号カード 継続利用・記載事項変更届", "署名用電子証明書の発行申請を兼ねます")
    s.visitor("notifier.name", "届出人")
    s.heading("カードをお持ちの方")
    s.people("subject", 6, [(44, "フリガナ／氏名", "name"), (30, "生年月日", "birth"), (52, "手続き", "card_kind"),
                            (26, "署名用電子証明書", "want_signature_cert")], h=14)
    s.y += 2
    s.label(LEFT, s.y, RIGHT - LEFT, 5, "暗証番号はこの用紙に書きません。窓口の機械にご自身で入力していただきます。", 8)
    s.y += 5
    s.declare("上記のカードについて、継続利用・記載事項の変更を届け出ます。署名用電子証明書は、氏名・住所が変わると失効します。", "tablet", False)
    s.staff([("暗証番号の確認", "subject[0].pin_confirmed"), ("処理の覚え", "entered_note")], ("受付", "カード書込", "照合", "交付"))


def gakko_tennyu(s, p):
    s.title("転入学届")
    s.visitor()
    s.heading("保護者")
    s.one_person("保護者", "guardian")
    s.address_row("住所", "new")
    s.heading("児童・生徒")
    s.people("subject", 4, [(48, "フリガナ／氏名", "name"), (34, "生年月日", "birth"), (16, "性別", "sex"),
                            (12, "学年", "grade"), (48, "前の学校", "former_school")], h=12)
    s.heading("通学")
    s.row((1, "通い始める日（1人目）", "subject[0].school_start_date"), (1, "（2人目）", "subject[1].school_start_date"), label_w=34)
    s.row((1, "（3人目）", "subject[2].school_start_date"), (1, "（4人目）", "subject[3].school_start_date"), label_w=34)
    s.declare("上記の児童・生徒の転入学を届け出ます。", "tablet", False)
    s.staff([("指定校（1人目）", "subject[0].new_school"), ("指定校（2人目）", "subject[1].new_school"),
             ("指定校（3人目）", "subject[2].new_school"), ("指定校（4人目）", "subject[3].new_school")],
            ("受付", "学校教育課へ送付", "転入学通知書 交付"))


def kokuho_shutoku(s, p):
    s.title("国民健康保険 被保険者資格取得届")
    s.visitor("notifier.name", "届出人（世帯主）")
    s.heading("世帯")
    s.address_row("住所", "addr")
    s.row((1, "世帯主の氏名", "head_name"), (1, "世帯主の生年月日", "head_birth_date"))
    s.heading("国保に入る方")
    s.people("subject", 5, [(56, "フリガナ／氏名", "name"), (38, "生年月日", "birth"), (20, "性別", "sex"),
                            (22, "続柄", "relation_to_head")], h=10.5)
    s.heading("取得の内容")
    s.row((1, "資格を取得した日", "acquire_date"), (1, "前の保険", "former_insurer"))
    s.row((1, "取得の理由", "acquire_reason"), h=8)
    s.row((1, "1月1日の市区町村", "tax_old_municipality"), h=8)
    s.heading("口座（保険税の還付や給付に使います）")
    s.bank()
    s.declare(DECLARE, "tablet", True)
    s.staff([("記号", "insured_symbol"), ("番号", "insured_number")], ("受付", "入力", "照合", "資格確認書等 交付"))


def jite_nintei(s, p):
    s.title("児童手当 認定請求書")
    s.visitor()
    s.heading("請求する方（生計を維持する程度の高い父または母）")
    s.one_person("請求者", "claimant")
    s.row((1, "性別", "claimant.sex"), (2, "職業", "occupation_kind"))
    s.row((1, "加入している年金", "pension_kind"), h=8)
    s.address_row("住所", "addr")
    s.row((1, "1月1日も今の住所", "jan1.same"), (1, "1月1日の市区町村", "jan1.municipality"), label_w=32)
    s.heading("配偶者")
    s.one_person("配偶者", "spouse")
    s.address_row("住所（別のとき）", "spouse", h=8, postal=False)
    s.heading("お子さん（18歳になった年度の末日まで）")
    s.people("child", 4, [(42, "フリガナ／氏名", "name"), (30, "生年月日", "birth"), (14, "続柄", "relation_to_head"),
                          (24, "同居・別居", "lives_together"), (22, "監護", "custody"), (32, "生計", "support_kind")], h=10)
    s.heading("振込先（請求する方の名義）")
    s.bank()
    s.row((1, "事由の生じた日", "event_date"), h=7)
    s.declare("児童手当法第7条により認定を請求します。記載した内容は事実と相違ありません。", "tablet", True)
    s.staff([("決定した日", "decided_on"), ("受給者番号", "recipient_number")], ("受付", "入力", "照合"))


def kodomo_iryo(s, p):
    s.title("子ども医療費 受給資格認定申請書")
    s.visitor()
    s.heading("保護者")
    s.one_person("保護者", "guardian")
    s.address_row("住所", "addr")
    s.row((1, "申請の種類", "kodomo_change_kind"), h=8)
    s.heading("お子さん")
    s.people("child", 4, [(44, "フリガナ／氏名", "name"), (32, "生年月日", "birth"), (30, "健康保険", "child_insurer"),
                          (16, "記号", "child_insured_symbol"), (22, "番号", "child_insured_number"),
                          (30, "被保険者", "child_insured_head")], h=12)
    s.heading("振込先（払い戻しのとき）")
    s.bank()
    s.declare("汐見市子ども医療費給付条例により、受給資格の認定を申請します。所得と保険の情報を市が確かめることに同意します。", "tablet", False)
    s.staff([("受給者番号", "recipient_number")], ("受付", "入力", "照合", "受給者証 交付"))


def juki_utsushi(s, p):
    s.title("住民票の写し等 交付請求書")
    s.visitor("notifier.name", "請求者")
    s.heading("どなたの証明が必要ですか")
    s.address_row("住所", "addr")
    s.people("subject", 3, [(56, "フリガナ／氏名", "name"), (40, "生年月日", "birth")], h=11)
    s.heading("証明の内容")
    s.row((2, "種類", "whole_or_part"), (1, "通数", "copies"), h=9)
    s.row((1, "世帯主・続柄", "show_relation"), (1, "本籍・筆頭者", "show_domicile"), label_w=30)
    s.row((1, "前住所", "show_former_address"), (1, "個人番号", "show_individual_number"), label_w=30)
    s.row((1, "使いみち", "purpose"), (1, "提出先", "submit_to"))
    s.row((1, "請求の理由", "request_reason"), h=12)
    s.declare("上記のとおり請求します。偽りその他不正な手段による請求は、法律により罰せられることがあります。", "tablet", False)
    s.staff([], ("受付", "作成", "照合", "交付", "手数料"))


def inkan_shomei(s, p):
    s.title("印鑑登録証明書 交付申請書")
    s.visitor("notifier.name", "申請者")
    s.heading("登録している方")
    s.one_person("登録者", "subject[0]")
    s.address_row("住所", "addr")
    s.y += 3
    s.row((2, "印鑑登録証の番号", "seal_card_number"), (1, "通数", "copies"), h=11, label_w=32)
    s.y += 2
    s.label(LEFT, s.y, RIGHT - LEFT, 5, "印鑑登録証を窓口にお出しください。登録証があれば委任状は要りません。", 8)
    s.y += 5
    s.declare(APPLY, "tablet", False)
    s.staff([], ("受付", "登録証の確認", "照合", "交付", "手数料"))


DESIGNED = {f.__name__: f for f in (juki_ido, juki_setai, mncard_keizoku, gakko_tennyu, kokuho_shutoku,
                                    jite_nintei, kodomo_iryo, juki_utsushi, inkan_shomei)}


# --- a table from the fields ------------------------------------------------------
def person_columns(pack, fields):
    columns = [(46, "フリガナ／氏名", "name"), (34, "生年月日", "birth")]
    skip = {"family_name", "given_name", "family_name_kana", "given_name_kana", "kana_confirmed", "birth_date"}
    for field in fields:
        if field not in skip and field not in pack.blocks["person_extra"]:
            columns.append((28, pack.fields[field]["label"], field))
    return columns


def people_part(s, pack, p, role, fields):
    label = text_of(role["label"])
    if role.get("many"):
        s.heading(label)
        s.people(role["id"], 4 if len(p["roles"]) == 1 else 3, person_columns(pack, fields), h=10.5)
    else:
        s.heading(label, 1.5)
        who = role["id"] + ("[0]" if role["id"] == "subject" else "")
        extra = [(f, pack.fields[f]["label"]) for _, _, f in person_columns(pack, fields)[2:]]
        s.one_person(label, who, extra)


def plain_part(s, pack, ids):
    """Fields of case and procedure: addresses joined, the rest two a line."""
    pending, done = [], set()

    def flush():
        while pending:
            pair = [pending.pop(0)]
            wide = lambda f: len(pack.fields[f].get("choices", [])) > 3
            if pending and not wide(pair[0]) and not wide(pending[0]):
                pair.append(pending.pop(0))
            s.row(*[(1, pack.fields[f]["label"], f) for f in pair], h=8, label_w=34)
    for field in ids:
        prefix = field.rsplit(".", 1)[0] if "." in field else None
        if field in pack.blocks["bank"]:
            if "bank" not in done:
                done.add("bank")
                flush()
                s.heading("振込先", 1.5)
                s.bank()
        elif prefix and field != "jan1.same":
            if prefix not in done:
                done.add(prefix)
                flush()
                label = pack.fields[prefix + ".town"]["label"].replace("の町名", "")
                s.address_row(label, prefix, 8, 34, prefix + ".postal_code" in pack.fields)
        else:
            pending.append(field)
    flush()


def table(s, pack, p):
    s.title(text_of(p["form_title"]), text_of(p["basis"]))
    notifier = "notifier.name" if p["notifier"] in ("visitor", "head") else None
    s.visitor(notifier, "届出人・申請者")
    plain, people = [], {}
    for field, person, role in pack.rows_of(p):
        if role == "staff" or field in pack.blocks["visitor"]:
            continue
        if person:
            people.setdefault(person, []).append(field)
        else:
            plain.append(field)
    for role in p["roles"]:
        if role["id"] in people:
            people_part(s, pack, p, role, people[role["id"]])
    if plain:
        s.heading("内容", 1.5)
        plain_part(s, pack, plain)
    s.declare(DECLARE if "届" in text_of(p["form_title"]) else APPLY, p["sign"], p.get("individual_number") == "staff")
    s.staff(pack.staff_fields(p))


def main(folder):
    pack = Pack(folder)
    os.makedirs(folder + "/forms", exist_ok=True)
    done = set()
    for p in pack.procedures:
        for form in p["forms"]:
            if form in done:
                continue
            done.add(form)
            sheet = Sheet(pack, form, text_of(p["form_title"]))
            if form in DESIGNED:
                DESIGNED[form](sheet, p)
            else:
                table(sheet, pack, p)
            sheet.write(folder + "/forms")
    print("%d forms" % len(done))


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "data/city")
