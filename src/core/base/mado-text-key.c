/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-text.h"
#include "core/base/mado-text-private.h"

#include <stdlib.h>
#include <string.h>

/*
 * Search keys. Groups of kanji that one name may be written with: the first of
 * a group is the key of all. This is about finding, not about identity: 斉 and
 * 斎 are different characters, and yet a clerk who types one wants both.
 */
static const char *const variants[] = {
  "辺邊邉邉", "斎齋斉齊齎", "崎﨑嵜㟢", "高髙", "吉𠮷", "徳德", "浜濱濵", "渕淵渊", "桑桒", "柳栁桺", "広廣",
  "国國圀囯", "沢澤", "黒黑", "真眞", "瀬瀨", "島嶋嶌嶹", "富冨", "関關", "礼禮礼", "緑綠", "恵惠", "桜櫻",
  "桧檜", "竜龍龒", "滝瀧", "亀龜", "鉄鐵銕鐡", "鉱鑛", "銭錢", "暁曉", "実實", "宝寶寳", "寿壽", "豊豐", "条條",
  "来來", "栄榮", "桝枡", "槙槇", "横橫", "検檢", "権權", "歩步", "歳歲", "毎每", "気氣", "渋澁澀", "満滿",
  "焼燒", "状狀", "独獨", "猫貓", "畳疊", "痩瘦", "発發", "盃杯", "県縣", "祢禰", "穂穗", "穣穰", "窓窗",
  "粋粹", "糸絲", "経經", "絵繪", "継繼", "総總", "縁緣", "聡聰", "舘館", "芦蘆", "茎莖", "荘莊", "萌萠",
  "蒋蔣", "薫薰", "薮藪籔", "蔵藏", "蕋蕊", "蛍螢", "覚覺", "観觀", "譲讓", "諌諫", "読讀", "賛贊", "頼賴",
  "軽輕", "遥遙", "郎郞", "酔醉", "醸釀", "間閒", "隠隱", "静靜", "顔顏", "駅驛", "騒騷", "鴎鷗", "鴬鶯",
  "鶏鷄", "麹麴", "黄黃", "斉齊", "児兒", "内內", "円圓", "剣劍劔劒", "勲勳勛", "区區", "収收", "呉吳", "喜㐂",
  "園薗", "団團", "塩鹽", "増增", "壮壯", "声聲", "奥奧", "学學斈", "宮宫", "寛寬", "将將", "尚尙", "岩巌巖嵓",
  "峰峯", "峡峽", "巣巢", "帯帶", "弥彌", "弁辨辯瓣", "彦彥", "従從", "応應", "恒恆", "悦悅", "慎愼", "戸戶",
  "戻戾", "払拂", "拡擴", "揺搖", "摂攝", "撹攪", "数數", "斎齋", "旧舊", "昇曻", "晃晄", "晋晉", "曽曾",
  "会會", "伝傳", "仏佛", "仮假", "仙僊", "余餘", "侠俠", "偽僞", "兎兔菟", "処處", "凛凜", "万萬", "与與",
  "両兩", "並竝", "乗乘", "争爭", "亜亞", "京亰", "予豫", "参參", "双雙", "叙敍", "台臺", "温溫", "湾灣",
  "灯燈", "点點", "為爲", "瑶瑤", "産產", "画畫", "秋秌穐龝", "稲稻", "肇肈", "臼臽", "草艸", "虎乕", "虫蟲",
  "鄉郷鄕", "野埜墅", "雑雜", "霊靈", "青靑", "頬頰", "飲飮", "鬪闘", "魚𩵋", "麦麥", "土𡈽圡", "丈𠀋", "叱𠮟",
  "柿杮", "松枀枩", "橋槗𣘺", "船舩", "蛎蠣", "鰺鯵", "莱萊", "鈎鉤", "侭儘", "曳曵", "冴冱", "尭堯", "簑蓑",
  "箪簞", "美羙", "兵𠦄", "能䏻", "世丗卋", "年秊", "渡𣷹", "留畄㽞", "直𥄂", "博愽", "専專", "恩㤙", "因囙",
  "所㪽", "解觧", "隣鄰", "陰隂",
};

typedef struct
{
  gunichar from;
  gunichar to;
} Pair;

/* Built once: sorted pairs, and one bit per BMP character that has one. */
static Pair   *pairs;
static guint   n_pairs;
static guint32 has_variant[0x10000 / 32];

static int
compare_pairs (const void *a,
               const void *b)
{
  const Pair *x = a, *y = b;

  return x->from < y->from ? -1 : x->from > y->from;
}

static gunichar
find_pair (gunichar c)
{
  guint low = 0, high = n_pairs;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (pairs[middle].from == c)
        return pairs[middle].to;
      if (pairs[middle].from < c)
        low = middle + 1;
      else
        high = middle;
    }
  return c;
}

/* A character may stand in two groups; the smallest key that a chain of
 * groups reaches is the key of all of them. */
static gunichar
find_root (GHashTable *parents,
           gunichar    c)
{
  gpointer parent;

  while (g_hash_table_lookup_extended (parents, GUINT_TO_POINTER (c), NULL, &parent) &&
         GPOINTER_TO_UINT (parent) != c)
    c = GPOINTER_TO_UINT (parent);
  return c;
}

static void
join_group (GHashTable *parents,
            const char *group)
{
  gunichar first = g_utf8_get_char (group);

  for (const char *p = group; *p != 0; p = g_utf8_next_char (p))
    {
      gunichar a = find_root (parents, first);
      gunichar b = find_root (parents, g_utf8_get_char (p));

      g_hash_table_insert (parents, GUINT_TO_POINTER (MAX (a, b)), GUINT_TO_POINTER (MIN (a, b)));
      if (a == b)
        g_hash_table_insert (parents, GUINT_TO_POINTER (a), GUINT_TO_POINTER (a));
    }
}

static void
build_pairs (void)
{
  g_autoptr (GHashTable) parents = g_hash_table_new (NULL, NULL);
  g_autofree gpointer *keys = NULL;
  guint n;

  for (guint i = 0; i < G_N_ELEMENTS (variants); i++)
    join_group (parents, variants[i]);
  keys = g_hash_table_get_keys_as_array (parents, &n);
  pairs = g_new (Pair, n);
  for (guint i = 0; i < n; i++)
    {
      gunichar from = GPOINTER_TO_UINT (keys[i]);
      gunichar to = find_root (parents, from);

      if (from == to)
        continue;
      pairs[n_pairs++] = (Pair) { from, to };
      if (from < 0x10000)
        has_variant[from / 32] |= 1u << (from % 32);
    }
  qsort (pairs, n_pairs, sizeof *pairs, compare_pairs);
}

static void
ensure_pairs (void)
{
  static gsize done;

  if (g_once_init_enter (&done))
    {
      build_pairs ();
      g_once_init_leave (&done, 1);
    }
}

/* Compatibility ideographs: one step of canonical decomposition, if any. */
static gunichar
fold_compatibility (gunichar c)
{
  gunichar a, b;

  if (((c >= 0xf900 && c <= 0xfaff) || (c >= 0x2f800 && c <= 0x2fa1f)) &&
      g_unichar_decompose (c, &a, &b) && b == 0)
    return a;
  return c;
}

static gunichar
fold_kanji (gunichar c)
{
  if (c >= 0x10000)
    return find_pair (fold_compatibility (c));
  c = fold_compatibility (c);
  if (c < 0x10000 && (has_variant[c / 32] >> (c % 32) & 1) == 0)
    return c;
  return find_pair (c);
}

/* Hiragana in its large form. ヷ to ヺ and iteration marks stay: nobody types
 * them. */
static gunichar
fold_kana (gunichar c)
{
  if (c >= 0x30a1 && c <= 0x30f6)
    c -= 0x60;
  switch (c)
    {
    case 0x3041: case 0x3043: case 0x3045: case 0x3047: case 0x3049:
    case 0x3063: case 0x3083: case 0x3085: case 0x3087: case 0x308e:
      return c + 1;
    case 0x3095:
      return 0x304b; /* ゕ → か */
    case 0x3096:
      return 0x3051; /* ゖ → け */
    default:
      return c;
    }
}

/* Left out of a key: spaces, hyphens, dots, selectors. */
static gboolean
is_silent (gunichar c)
{
  if (c < 0x80)
    return c <= ' ' || c == '-' || c == '.' || c == ',' || c == '\'' || c == 0x7f;
  if (c >= 0x3100 && c < 0xfe00)
    return FALSE;
  return (c >= 0x3000 && c <= 0x3002) || c == 0x30fb || c == 0xa0 || c == 0xb7 || c == 0x2212 ||
         (c >= 0x200b && c <= 0x200d) || (c >= 0x2010 && c <= 0x2019) || c == 0xfeff ||
         (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0100 && c <= 0xe01ef);
}

static inline gunichar
take_letter (const char **p)
{
  const guchar *s = (const guchar *) *p;

  if (s[0] < 0x80)
    {
      *p += 1;
      return s[0];
    }
  if (s[0] >= 0xe3 && s[0] < 0xef)
    {
      *p += 3;
      return (gunichar) ((s[0] & 15) << 12 | (s[1] & 63) << 6 | (s[2] & 63));
    }
  return mado_text_take_width (p);
}

static inline char *
put_letter (char    *q,
            gunichar c)
{
  if (c < 0x80)
    {
      *q = (char) c;
      return q + 1;
    }
  if (c >= 0x800 && c < 0x10000)
    {
      q[0] = (char) (0xe0 | c >> 12);
      q[1] = (char) (0x80 | (c >> 6 & 63));
      q[2] = (char) (0x80 | (c & 63));
      return q + 3;
    }
  return q + g_unichar_to_utf8 (c, q);
}

static gunichar
fold_letter (gunichar c)
{
  if (c < 0x80)
    return (gunichar) g_ascii_tolower ((char) c);
  if (c >= 0x3400)
    return fold_kanji (c);
  if (c >= 0x3041 && c <= 0x30ff)
    return fold_kana (c);
  return g_unichar_tolower (c);
}

static char *
put_key (char       *q,
         const char *text)
{
  gunichar last = 0;

  for (const char *p = text; *p != 0;)
    {
      gunichar c = take_letter (&p);
      gunichar joined;

      if (is_silent (c))
        continue;
      /* An input method leaves ー where a clerk meant a hyphen: 1ー2. */
      if (c == 0x30fc && last < 0x80)
        continue;
      /* か and a combining mark, as some systems copy it: が. */
      if ((c == 0x3099 || c == 0x309a) && last >= 0x3041 && g_unichar_compose (last, c, &joined))
        {
          q = put_letter (q - 3, joined);
          last = joined;
          continue;
        }
      last = fold_letter (c);
      q = put_letter (q, last);
    }
  return q;
}

void
mado_text_append_search_key (GString    *out,
                             const char *text)
{
  gsize start = out->len;

  ensure_pairs ();
  /* A letter of two or three bytes may become one of four, never more. */
  g_string_set_size (out, start + strlen (text) * 2);
  g_string_truncate (out, (gsize) (put_key (out->str + start, text) - out->str));
}

char *
mado_text_search_key (const char *text)
{
  GString *out = g_string_sized_new (strlen (text) * 2 + 1);

  mado_text_append_search_key (out, text);
  return g_string_free (out, FALSE);
}
