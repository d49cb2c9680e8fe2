/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The fixed words of the 手続き一覧. Paper that a city hands out is Japanese
 * whatever language the clerk's screen has, so these are not translated. */
#define WORD_TITLE          "手続き一覧"
#define WORD_CONTINUED      "（つづき）"
#define WORD_TICKET         "番号札"
#define WORD_CASE_NO        "受付番号"
#define WORD_TIMES          "%d回目"
#define WORD_HONORIFIC      "%s 様"
#define WORD_EVENT          "%sの手続き"
#define WORD_SHOW           "この紙を窓口でお見せください"
#define WORD_ORDER          "上から順に窓口へお進みください。"
#define WORD_WINDOW_NUMBER  "番窓口"
#define WORD_WINDOW         "窓口"
#define WORD_DONE           "済"
#define WORD_BRING          "持ち物"
#define WORD_MISSING        "不足"
#define WORD_DEADLINE       "期限"
#define WORD_ACCEPTED       "受付済"
#define WORD_LATER          "あとで"
#define WORD_CHECK          "要確認"
#define WORD_RETURN_NUMBER  "最後に %s番 へお戻りください"
#define WORD_RETURN_WINDOW  "最後に %s へお戻りください"
#define WORD_COLLECT        "お受け取り　%s"
#define WORD_REFERRALS      "ほかに必要な手続き（市役所の窓口以外）"
#define WORD_CONTACT        "お問い合わせ　%s"
#define WORD_COMMA          "、"
