/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-date.h"
#include "core/slip/mado-slip-private.h"

#include <string.h>

/*
 * Values go into three streams, because each compresses differently: *shape*
 * (which fields, of which type: nearly the same for every person, so deflate
 * folds the second to a few bits), *text*, and *bits* (numbers of choices,
 * dates, digits: nothing to compress, kept out of deflate). README.md, "Values".
 */

typedef struct
{
  guint                section;
  MadoSlipGroup        group;
  guint                proc;
  guint                person;
  guint                tag;  /* 0: goes by name */
  const char          *name; /* in value->path */
  const MadoSlipValue *value;
  gboolean             carried;
} Item;

/* --- where a path belongs -------------------------------------------------- */

static gboolean
skip_prefix (const char **path,
             const char  *prefix)
{
  gsize length = strlen (prefix);

  if (strncmp (*path, prefix, length) != 0)
    return FALSE;
  *path += length;
  return TRUE;
}

/* Takes "NAME/" from the path if NAME is the @index-th of the slip's persons
 * or procedures. */
static gboolean
skip_person (const char    **path,
             const MadoSlip *slip,
             guint          *index)
{
  for (guint i = 0; slip->persons[i] != NULL; i++)
    {
      gsize length = strlen (slip->persons[i]);

      if (strncmp (*path, slip->persons[i], length) == 0 && (*path)[length] == '/')
        {
          *path += length + 1;
          *index = i;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
skip_proc (const char    **path,
           const MadoSlip *slip,
           guint          *index)
{
  for (guint i = 0; i < slip->procedures->len; i++)
    {
      const MadoSlipProcedure *procedure = slip->procedures->pdata[i];
      gsize length = strlen (procedure->proc);

      if (strncmp (*path, procedure->proc, length) == 0 && (*path)[length] == '/')
        {
          *path += length + 1;
          *index = i;
          return TRUE;
        }
    }
  return FALSE;
}

static void
locate_proc (Item           *item,
             const char     *path,
             const MadoSlip *slip)
{
  guint proc = 0;
  guint person = 0;

  if (!skip_proc (&path, slip, &proc))
    return;
  if (skip_prefix (&path, "field/"))
    item->group = MADO_SLIP_GROUP_PROC;
  else if (skip_prefix (&path, "document/"))
    item->group = MADO_SLIP_GROUP_DOCUMENT;
  else if (skip_prefix (&path, "person/") && skip_person (&path, slip, &person))
    item->group = MADO_SLIP_GROUP_PROC_PERSON;
  else
    return;
  item->proc = proc;
  item->person = person;
  item->name = path;
}

static void
locate (Item           *item,
        const MadoSlip *slip)
{
  const char *path = item->value->path;

  item->group = MADO_SLIP_GROUP_PATH;
  item->name = path;
  if (skip_prefix (&path, "proc/"))
    {
      locate_proc (item, path, slip);
      return;
    }
  if (skip_prefix (&path, "field/"))
    item->group = MADO_SLIP_GROUP_FIELD;
  else if (skip_prefix (&path, "visitor/"))
    item->group = MADO_SLIP_GROUP_VISITOR;
  else if (skip_prefix (&path, "answer/"))
    item->group = MADO_SLIP_GROUP_ANSWER;
  else if (skip_prefix (&path, "person/") && skip_person (&path, slip, &item->person))
    item->group = MADO_SLIP_GROUP_PERSON;
  else
    return;
  item->name = path;
}

static gboolean
group_has_tags (MadoSlipGroup group)
{
  return group <= MADO_SLIP_GROUP_PROC_PERSON;
}

static void
fill_item (Item                 *item,
           const MadoSlip       *slip,
           const MadoSlipFields *fields)
{
  for (guint i = 0; i < slip->heads->len; i++)
    {
      const MadoSlipHeads *heads = slip->heads->pdata[i];

      if (strcmp (heads->section, item->value->section) == 0)
        item->section = i;
    }
  locate (item, slip);
  if (group_has_tags (item->group) && fields->tag != NULL)
    item->tag = fields->tag (item->name, fields->data);
}

static int
compare_items (const void *a,
               const void *b)
{
  const Item *one = a;
  const Item *two = b;

  if (one->section != two->section)
    return one->section < two->section ? -1 : 1;
  if (one->group != two->group)
    return one->group < two->group ? -1 : 1;
  if (one->proc != two->proc)
    return one->proc < two->proc ? -1 : 1;
  if (one->person != two->person)
    return one->person < two->person ? -1 : 1;
  if (one->tag != two->tag) /* names, without a tag, come last */
    return one->tag - 1 < two->tag - 1 ? -1 : 1;
  return strcmp (one->name, two->name);
}

static gboolean
same_group (const Item *a,
            const Item *b)
{
  return a->section == b->section && a->group == b->group && a->proc == b->proc && a->person == b->person;
}

/* --- one value --------------------------------------------------------------- */

static void
put_text (MadoSlipValuesOut *out,
          const char        *text)
{
  g_byte_array_append (out->text, (const guint8 *) text, (guint) strlen (text) + 1);
}

static gboolean
is_digits (const char *text)
{
  gsize length = strspn (text, "0123456789");

  return length >= 3 && length <= 40 && text[length] == 0;
}

static void
put_digits (MadoBitWriter *bits,
            const char    *text)
{
  gsize length = strlen (text);

  mado_bits_put_number (bits, length);
  for (; length > 0; text += MIN (length, 3), length -= MIN (length, 3))
    {
      guint n = (guint) MIN (length, 3);
      guint value = 0;

      for (guint i = 0; i < n; i++)
        value = value * 10 + (guint) (text[i] - '0');
      mado_bits_put (bits, value, n == 3 ? 10 : n == 2 ? 7 : 4);
    }
}

static gboolean
put_date (MadoBitWriter *bits,
          const char    *text)
{
  MadoDate date;
  g_autofree char *again = NULL;

  if (!mado_date_parse_iso (text, &date))
    return FALSE;
  again = mado_date_to_iso (&date);
  if (strcmp (again, text) != 0 || date.year < 1800 || date.year > 1800 + 511)
    return FALSE;
  mado_bits_put (bits, (guint64) (date.year - 1800), 9);
  mado_bits_put (bits, (guint64) date.month, 4);
  mado_bits_put (bits, (guint64) date.day, 5);
  return TRUE;
}

static MadoSlipCode
put_string (MadoSlipValuesOut    *out,
            const Item           *item,
            const MadoSlipFields *fields)
{
  const char *text = g_variant_get_string (item->value->value, NULL);
  guint number = 0;

  if (item->tag != 0 && fields->number != NULL)
    number = fields->number (item->name, text, fields->data);
  if (number != 0)
    {
      mado_bits_put_number (&out->bits, number);
      return MADO_SLIP_CODE_CHOICE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (mado_slip_words); i++)
    if (strcmp (text, mado_slip_words[i]) == 0)
      return (MadoSlipCode) (MADO_SLIP_CODE_WORD + i);
  if (put_date (&out->bits, text))
    return MADO_SLIP_CODE_DATE;
  if (is_digits (text))
    {
      put_digits (&out->bits, text);
      return MADO_SLIP_CODE_DIGITS;
    }
  put_text (out, text);
  return MADO_SLIP_CODE_TEXT;
}

static MadoSlipCode
put_value (MadoSlipValuesOut    *out,
           const Item           *item,
           const MadoSlipFields *fields)
{
  GVariant *value = item->value->value;
  gint64 number;

  if (!item->carried)
    return MADO_SLIP_CODE_LEFT;
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return g_variant_get_boolean (value) ? MADO_SLIP_CODE_TRUE : MADO_SLIP_CODE_FALSE;
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return put_string (out, item, fields);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    {
      number = g_variant_get_int64 (value);
      mado_bits_put_number (&out->bits, mado_zigzag (number));
      return MADO_SLIP_CODE_NUMBER;
    }
  mado_cbor_put_value (out->text, value);
  return MADO_SLIP_CODE_CBOR;
}

/* --- all -------------------------------------------------------------------- */

static void
put_group (MadoSlipValuesOut    *out,
           const Item           *items,
           guint                 n,
           const MadoSlipFields *fields)
{
  guint last = 0;

  mado_varint_put (out->shape, (guint64) items->section << 3 | items->group);
  if (items->group == MADO_SLIP_GROUP_PROC || items->group == MADO_SLIP_GROUP_PROC_PERSON ||
      items->group == MADO_SLIP_GROUP_DOCUMENT)
    mado_varint_put (out->shape, items->proc);
  if (items->group == MADO_SLIP_GROUP_PERSON || items->group == MADO_SLIP_GROUP_PROC_PERSON)
    mado_varint_put (out->shape, items->person);
  mado_varint_put (out->shape, n);

  for (guint i = 0; i < n; i++)
    {
      /* A tag given twice by a faulty dictionary goes by name the second time. */
      guint delta = items[i].tag > last ? items[i].tag - last : 0;

      if (delta == 0)
        put_text (out, items[i].name);
      mado_varint_put (out->shape, (guint64) delta << 4 | put_value (out, &items[i], fields));
      last += delta;
    }
}

void
mado_slip_put_values (MadoSlipValuesOut    *out,
                      const MadoSlip       *slip,
                      GPtrArray            *chosen,
                      guint                 carried,
                      const MadoSlipFields *fields)
{
  g_autofree Item *items = g_new0 (Item, MAX (chosen->len, 1));

  for (guint i = 0; i < chosen->len; i++)
    {
      items[i].value = chosen->pdata[i];
      items[i].carried = i < carried;
      fill_item (&items[i], slip, fields);
    }
  qsort (items, chosen->len, sizeof *items, compare_items);

  for (guint start = 0, end; start < chosen->len; start = end)
    {
      for (end = start + 1; end < chosen->len && same_group (&items[start], &items[end]);)
        end++;
      put_group (out, items + start, end - start, fields);
    }
}
