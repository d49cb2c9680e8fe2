/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The fixed words of issued documents: paper of the city, Japanese whatever
 * the clerk's screen speaks. */
#define ISSUED_NUMBER    "第 %s 号"
#define ISSUED_CASE_NO   "受付番号　%s"
#define ISSUED_COPIES    "交付　%d 通"
#define ISSUED_CONTACT   "電話　%s"
#define ISSUED_CONTINUED "%s（つづき）　第 %s 号"
#define ISSUED_NOTE      "連絡事項"
#define ISSUED_PAGE      "%d／%d"
#define ISSUED_CHECK     "右のコードを窓口で読み取ると、この書類が本物か、その後に再発行や取り消しがないかを確かめられます。"
#define ISSUED_NO_PROOF  "この書類は、住民票の写し・戸籍の証明書・印鑑登録証明書などの証明書ではありません。"
