/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/slip/mado-slip-private.h"

/*
 * Preset dictionaries of the slip. A dictionary is part of the format: once a
 * slip was printed with it, not one byte may change. A better one gets the
 * next number and its own file. A test pins the digests.
 *
 * Each word ends with a zero byte, as texts do in the body. What is used most
 * stands last, because near matches take fewer bits.
 */
static const char dictionary_1[] =
  "日本\0中国\0韓国\0ベトナム\0フィリピン\0ネパール\0インドネシア\0永住者\0"
  "留学\0技能実習\0特定技能\0定住者\0家族滞在\0日本人の配偶者等\0"
  "全国健康保険協会\0国民健康保険\0健康保険組合\0共済組合\0支部\0小学校\0"
  "中学校\0保育園\0保育所\0こども園\0幼稚園\0本人\0妻\0夫\0子\0父\0母\0長男\0長女\0"
  "二男\0二女\0転入\0転勤のため\0就職\0相続\0手当\0銀行\0青い森信用金庫\0"
  "みちのく\0株式会社\0支店\0本店\0普通\0世帯主\0一郎\0太郎\0次郎\0健一\0健太\0"
  "大輔\0翔太\0拓也\0直樹\0和也\0誠\0浩\0隆\0剛\0学\0亮\0蓮\0陽翔\0湊\0悠真\0樹\0"
  "大翔\0颯太\0陸\0結翔\0律\0朝陽\0蒼\0碧\0花子\0陽子\0恵子\0幸子\0和子\0洋子\0"
  "裕子\0真由美\0由美子\0久美子\0智子\0直美\0明美\0恵\0香織\0美咲\0愛\0彩\0葵\0"
  "陽葵\0凛\0結菜\0芽依\0結愛\0莉子\0咲良\0紬\0美月\0さくら\0正\0清\0勇\0茂\0実\0"
  "三郎\0昭\0博\0進\0美\0男\0雄\0之\0介\0太\0奈\0香\0菜\0花\0希\0人\0斗\0真\0イチロウ\0"
  "タロウ\0ジロウ\0ケンイチ\0ケンタ\0ダイスケ\0ショウタ\0タクヤ\0ナオキ\0"
  "カズヤ\0マコト\0ヒロシ\0タカシ\0ツヨシ\0マナブ\0リョウ\0レン\0ハルト\0ミナト\0"
  "ユウマ\0イツキ\0ヒロト\0ソウタ\0リク\0ユイト\0アサヒ\0アオイ\0ハナコ\0ヨウコ\0"
  "ケイコ\0サチコ\0カズコ\0ユウコ\0マユミ\0ユミコ\0クミコ\0トモコ\0ナオミ\0"
  "アケミ\0メグミ\0カオリ\0ミサキ\0アイ\0アヤ\0ヒナタ\0リン\0ユイナ\0メイ\0ユア\0"
  "リコ\0サクラ\0ツムギ\0ミヅキ\0タダシ\0キヨシ\0イサム\0シゲル\0ミノル\0濱田\0"
  "辻\0山﨑\0𠮷田\0髙橋\0渡邉\0渡邊\0齊藤\0齋藤\0蝦名\0長内\0外崎\0下山\0八木橋\0"
  "一戸\0福士\0奈良\0工藤\0木村\0三上\0葛西\0対馬\0成田\0山内\0高野\0小山\0島田\0"
  "小松\0水野\0古川\0市川\0浜田\0新井\0杉本\0大西\0佐野\0菊池\0菊地\0野村\0松尾\0"
  "野口\0木下\0桜井\0岩崎\0小島\0松井\0久保\0千葉\0大塚\0平野\0菅原\0増田\0杉山\0"
  "上野\0村田\0武田\0藤本\0高田\0今井\0丸山\0大野\0谷口\0安藤\0高木\0内田\0宮本\0"
  "宮崎\0横山\0酒井\0柴田\0原\0上田\0森田\0石田\0和田\0中山\0田村\0小野\0竹内\0"
  "松田\0原田\0中川\0中野\0三浦\0藤原\0岡本\0金子\0藤井\0西村\0太田\0福田\0斉藤\0"
  "坂本\0青木\0遠藤\0村上\0近藤\0後藤\0藤田\0長谷川\0岡田\0前田\0小川\0石井\0中島\0"
  "山下\0石川\0阿部\0橋本\0池田\0森\0山崎\0清水\0斎藤\0林\0井上\0松本\0山口\0"
  "佐々木\0山田\0吉田\0加藤\0小林\0中村\0山本\0渡辺\0伊藤\0田中\0高橋\0鈴木\0佐藤\0"
  "スガワラ\0キクチ\0チバ\0ミカミ\0カサイ\0ナリタ\0クドウ\0ワダ\0タムラ\0オノ\0"
  "マツダ\0ハラダ\0ナカノ\0ミウラ\0フジワラ\0オカモト\0カネコ\0フジイ\0"
  "ニシムラ\0オオタ\0フクダ\0サカモト\0アオキ\0エンドウ\0ムラカミ\0コンドウ\0"
  "ゴトウ\0フジタ\0ハセガワ\0オカダ\0マエダ\0オガワ\0イシイ\0ナカジマ\0"
  "ヤマシタ\0イシカワ\0アベ\0ハシモト\0イケダ\0モリ\0ヤマサキ\0ヤマザキ\0"
  "シミズ\0ハヤシ\0キムラ\0イノウエ\0マツモト\0ヤマグチ\0ササキ\0ヤマダ\0"
  "ヨシダ\0カトウ\0コバヤシ\0ナカムラ\0ヤマモト\0ワタナベ\0イトウ\0タナカ\0"
  "タカハシ\0スズキ\0サトウ\0札幌市\0函館市\0盛岡市\0仙台市青葉区\0"
  "仙台市宮城野区\0仙台市太白区\0仙台市泉区\0秋田市\0山形市\0福島市\0郡山市\0"
  "水戸市\0つくば市\0宇都宮市\0前橋市\0さいたま市\0川口市\0千葉市\0船橋市\0"
  "柏市\0市川市\0足立区\0板橋区\0練馬区\0世田谷区\0大田区\0江戸川区\0杉並区\0"
  "八王子市\0町田市\0横浜市\0川崎市\0相模原市\0藤沢市\0新潟市\0名古屋市\0"
  "京都市\0大阪市\0神戸市\0広島市\0福岡市\0青森市\0弘前市\0八戸市\0黒石市\0"
  "五所川原市\0十和田市\0三沢市\0むつ市\0つがる市\0平川市\0大字\0字\0町\0本町\0"
  "栄町\0中央\0東\0西\0南\0北\0新町\0旭町\0若葉台\0緑町\0港町\0浜町\0青葉\0桜木町\0"
  "駅前\0一丁目\0二丁目\0三丁目\0四丁目\0五丁目\0マンション\0アパート\0ハイツ\0"
  "コーポ\0メゾン\0レジデンス\0荘\0団地\0県営住宅\0市営住宅\0様方\0号室\0号棟\0"
  "階\0番地\0番\0号\0丁目\0北海道\0岩手県\0宮城県\0秋田県\0山形県\0福島県\0"
  "茨城県\0栃木県\0群馬県\0埼玉県\0千葉県\0東京都\0神奈川県\0新潟県\0富山県\0"
  "石川県\0福井県\0山梨県\0長野県\0岐阜県\0静岡県\0愛知県\0三重県\0滋賀県\0"
  "京都府\0大阪府\0兵庫県\0奈良県\0和歌山県\0鳥取県\0島根県\0岡山県\0広島県\0"
  "山口県\0徳島県\0香川県\0愛媛県\0高知県\0福岡県\0佐賀県\0長崎県\0熊本県\0"
  "大分県\0宮崎県\0鹿児島県\0沖縄県\0青森県\0q_addr\0q_outside\0q_ins_to_work\0q_kokuho_now\0"
  "q_75\0q_65\0q_care\0q_techo\0q_jite_now\0q_name\0q_house\0q_estate\0q_single\0q_parent_here\0q_seal\0"
  "q_school_change\0q_card\0q_child\0q_public\0q_pupil\0q_hoiku\0q_no_employee_ins\0q_pension1\0"
  "tenshutsu_cert\0mn_cards\0juki_tenshutsu\0juki_tenkyo\0juki_setai\0juki_utsushi\0inkan_toroku\0"
  "inkan_shomei\0koseki_shomei\0koseki_shussei\0koseki_konin\0koseki_rikon\0koseki_shibo\0kokuho_ido\0"
  "kokuho_sosai\0kouki_ido\0jite_henko\0jidofuyo\0hoiku\0kaigo_nintei\0shogai_techo\0zei_shomei\0"
  "kotei_shomei\0kotei_genshoyu\0kaigo_ido\0nenkin_ichigo\0mncard_keizoku\0gakko_tennyu\0kokuho_shutoku\0"
  "jite_nintei\0kodomo_iryo\0juki_tennyu\0role/payee/\0role/notifier/\0role/subject/\0role/head\0"
  "role/visitor\0kodomo\0shogai\0juminzei\0shisan\0kaigo\0kosodate\0kokuho\0shimin\0parked\0same-as\0shussei\0"
  "konin\0rikon\0shibo\0tenshutsu\0tenkyo\0shomei\0received_on\0origin\0event\0case_no\0ticket_no\0tennyu\0"
  "section\0shared\0\1\0addr\0\1\0";

/**
 * mado_slip_dictionary:
 * @number: number of a dictionary
 * @length: (out): its size
 *
 * Returns: (nullable): its bytes, or %NULL if this program does not have it
 */
const guint8 *
mado_slip_dictionary (guint  number,
                      gsize *length)
{
  *length = 0;
  if (number != 1)
    return NULL;
  *length = sizeof dictionary_1 - 1;
  return (const guint8 *) dictionary_1;
}
