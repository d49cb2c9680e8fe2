/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample.h"

char *
sample_qr_text (gsize length)
{
  static const char letters[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
  GString *text = g_string_new ("MG1:");
  guint state = 7;

  while (text->len < length)
    {
      state = state * 1103515245 + 12345;
      g_string_append_c (text, letters[(state >> 16) % 45]);
    }
  return g_string_free (text, FALSE);
}

static MadoSlipSheet *
sheet_new (void)
{
  MadoSlipSheet *sheet = mado_slip_sheet_new ();

  sheet->city = g_strdup ("汐見市");
  sheet->ticket_no = g_strdup ("107");
  sheet->date = g_strdup ("令和8年4月1日");
  sheet->case_no = g_strdup ("K7M2-9QXD");
  sheet->generation = 1;
  sheet->event = g_strdup ("転入");
  sheet->return_to = g_strdup ("1");
  sheet->contact = g_strdup ("汐見市役所 市民課　電話 000-123-4567（平日 8時30分～17時15分）");
  return sheet;
}

MadoSlipSheet *
sample_family (void)
{
  MadoSlipSheet *sheet = sheet_new ();
  MadoSlipSheetStop *stop;
  MadoSlipSheetProcedure *procedure;

  sheet->qr_text = sample_qr_text (980);
  sheet->return_what = g_strdup ("住民票の写し、マイナンバーカード、転入学通知書");

  stop = mado_slip_sheet_add_stop (sheet, "1", "市民課", "1階");
  stop->done = TRUE;
  mado_slip_sheet_add_procedure (stop, "転入届（住民異動届）", MADO_SLIP_SHEET_ACCEPTED);
  procedure = mado_slip_sheet_add_procedure (stop, "マイナンバーカード継続利用", MADO_SLIP_SHEET_ACCEPTED);
  mado_slip_sheet_add_bring (procedure, "異動する方全員のマイナンバーカード");
  procedure = mado_slip_sheet_add_procedure (stop, "転入学・転校（転入学届）", MADO_SLIP_SHEET_ACCEPTED);

  stop = mado_slip_sheet_add_stop (sheet, "3", "国保年金課", "1階");
  procedure = mado_slip_sheet_add_procedure (stop, "国民健康保険 資格取得届", MADO_SLIP_SHEET_TODO);
  mado_slip_sheet_add_bring (procedure, "資格喪失証明書");
  mado_slip_sheet_add_bring (procedure, "通帳またはキャッシュカード");
  procedure->deadline = g_strdup ("令和8年4月15日まで");

  stop = mado_slip_sheet_add_stop (sheet, "5", "子育て支援課", "2階");
  procedure = mado_slip_sheet_add_procedure (stop, "児童手当 認定請求", MADO_SLIP_SHEET_LATER);
  mado_slip_sheet_add_bring (procedure, "請求する方の通帳");
  mado_slip_sheet_add_missing (procedure, "請求する方の健康保険の資格がわかるもの");
  procedure->deadline = g_strdup ("令和8年4月16日まで");
  procedure = mado_slip_sheet_add_procedure (stop, "子ども医療費 受給資格", MADO_SLIP_SHEET_CHECK);
  mado_slip_sheet_add_bring (procedure, "子の資格確認書または資格情報のお知らせ");

  mado_slip_sheet_add_referral (sheet, "水道の使用開始", "水道局お客さまセンター　000-765-4321");
  mado_slip_sheet_add_referral (sheet, "犬の登録", "生活環境課（別館2階）");
  return sheet;
}

static void
add_crowd_procedure (MadoSlipSheetStop *stop,
                     int                number)
{
  g_autofree char *title = NULL;
  MadoSlipSheetProcedure *procedure;

  if (number % 7 == 3)
    title = g_strdup_printf ("手続き%02d 国民健康保険被保険者資格取得届および限度額適用標準負担額減額認定申請書の兼用様式", number);
  else
    title = g_strdup_printf ("手続き%02d 資格異動届", number);
  procedure = mado_slip_sheet_add_procedure (stop, title, number % 4);
  mado_slip_sheet_add_bring (procedure, "通帳");
  if (number % 5 == 0)
    for (int i = 0; i < 9; i++)
      mado_slip_sheet_add_bring (procedure, "異動する方全員の資格確認書");
  if (number % 4 == MADO_SLIP_SHEET_LATER)
    mado_slip_sheet_add_missing (procedure, "資格喪失証明書");
  procedure->deadline = g_strdup ("令和8年4月15日まで");
}

MadoSlipSheet *
sample_crowd (int persons,
              int each)
{
  static const char *const desks[][3] = {
    { "1", "市民課", "1階" }, { "3", "国保年金課", "1階" }, { "5", "子育て支援課", "2階" },
    { "A-12", "障がい福祉課 相談支援係", "別館3階" }, { "11", "教育委員会事務局 学校教育課 学務係", "5階" },
  };
  MadoSlipSheet *sheet = sheet_new ();
  int count = persons * each;

  sheet->qr_text = sample_qr_text (1134);
  for (int d = 0; d < 5; d++)
    {
      MadoSlipSheetStop *stop = mado_slip_sheet_add_stop (sheet, desks[d][0], desks[d][1], desks[d][2]);

      for (int i = count * d / 5; i < count * (d + 1) / 5; i++)
        add_crowd_procedure (stop, i);
    }
  return sheet;
}
