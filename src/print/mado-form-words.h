/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The fixed words of printed forms; Japanese paper, see mado-slip-words.h. */
#define WORD_HIDDEN        "＊"
#define WORD_ADDED         "追"
#define WORD_ADDED_NOTE    "追 の印は、署名の後に追記した欄です（%s）"
#define WORD_ADDED_NO_DATE "追 の印は、署名の後に追記した欄です"
#define WORD_HELD          "保留"
#define WORD_STAFF_NUMBER  "個人番号 職員確認"
#define WORD_STAFF_CONFIRM "職員確認"
#define WORD_SIGNED        "電子署名　%s"
#define WORD_SIGNED_PAPER  "紙の届書に自署　%s 受領"
#define WORD_SIGNED_SEAL   "用紙に押印　%s 確認"
#define WORD_SIGNED_NONE   "署名を要しない届出　%s"
#define WORD_VOIDED        "この署名は無効です：%s"
#define WORD_FORM_TICKET   "番号札 %s"
#define WORD_FORM_CASE_NO  "受付番号 %s"
#define WORD_SEE_ANNEX     "別紙%uのとおり"
#define WORD_ANNEX_SHORT   "別紙%u"
#define WORD_ANNEX_TITLE   "別紙　%s"
