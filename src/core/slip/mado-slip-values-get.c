/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/base/mado-date.h"
#include "core/slip/mado-slip-private.h"

#include <string.h>

/* The reading side of mado-slip-values-put.c. */

typedef struct
{
  MadoSlipValuesIn     *in;
  MadoSlip             *slip;
  const MadoSlipFields *fields;
  gboolean              newer; /* a code of a newer format was met */

  const char           *section;
  MadoSlipGroup         group;
  const char           *proc;
  const char           *person;
} Reading;

static gboolean
has_failed (const Reading *self)
{
  return self->in->shape.failed || self->in->text.failed || self->in->bits.failed || self->newer;
}

/* Text up to its zero byte. */
static const char *
get_text (Reading *self)
{
  MadoCborReader *reader = &self->in->text;
  gboolean any = !reader->failed && reader->at < reader->length;
  const char *start = any ? (const char *) reader->data + reader->at : NULL;
  const char *end = any ? memchr (start, 0, reader->length - reader->at) : NULL;

  if (end == NULL || !g_utf8_validate (start, end - start, NULL))
    {
      mado_cbor_fail (reader);
      return "";
    }
  reader->at += (gsize) (end - start) + 1;
  return start;
}

/* --- one value --------------------------------------------------------------- */

static char *
get_digits (MadoBitReader *bits)
{
  static const guint limit[] = { 0, 9, 99, 999 };
  guint64 length = mado_bits_get_number (bits);
  GString *text = g_string_new (NULL);

  if (length > 40)
    bits->failed = TRUE;
  while (length > 0 && !bits->failed)
    {
      guint n = (guint) MIN (length, 3);
      guint value = (guint) mado_bits_get (bits, n == 3 ? 10 : n == 2 ? 7 : 4);

      if (value > limit[n])
        bits->failed = TRUE;
      g_string_append_printf (text, "%0*u", (int) n, value);
      length -= n;
    }
  return g_string_free (text, FALSE);
}

static char *
get_date (MadoBitReader *bits)
{
  MadoDate date = { 0 };

  date.year = 1800 + (int) mado_bits_get (bits, 9);
  date.month = (int) mado_bits_get (bits, 4);
  date.day = (int) mado_bits_get (bits, 5);
  if (!mado_date_is_valid (&date))
    {
      bits->failed = TRUE;
      return g_strdup ("");
    }
  return mado_date_to_iso (&date);
}

static char *
get_choice (Reading    *self,
            const char *field,
            gboolean   *known)
{
  guint64 raw = mado_bits_get_number (&self->in->bits);
  guint number = (guint) MIN (raw, G_MAXUINT16);
  const char *code = NULL;

  if (*known && self->fields->code != NULL)
    code = self->fields->code (field, number, self->fields->data);
  if (code != NULL)
    return g_strdup (code);
  *known = FALSE;
  return g_strdup_printf ("#%u", number);
}

static GVariant *
get_number (MadoBitReader *bits)
{
  return g_variant_new_int64 (mado_unzigzag (mado_bits_get_number (bits)));
}

static GVariant *
get_value (Reading      *self,
           MadoSlipCode  code,
           const char   *field,
           gboolean     *known)
{
  switch (code)
    {
    case MADO_SLIP_CODE_TEXT:
      return g_variant_new_string (get_text (self));
    case MADO_SLIP_CODE_FALSE:
    case MADO_SLIP_CODE_TRUE:
      return g_variant_new_boolean (code == MADO_SLIP_CODE_TRUE);
    case MADO_SLIP_CODE_CHOICE:
      return g_variant_new_take_string (get_choice (self, field, known));
    case MADO_SLIP_CODE_DATE:
      return g_variant_new_take_string (get_date (&self->in->bits));
    case MADO_SLIP_CODE_NUMBER:
      return get_number (&self->in->bits);
    case MADO_SLIP_CODE_CBOR:
      return mado_cbor_get_value (&self->in->text);
    case MADO_SLIP_CODE_DIGITS:
      return g_variant_new_take_string (get_digits (&self->in->bits));
    case MADO_SLIP_CODE_WORD:
    case MADO_SLIP_CODE_LEFT:
    case MADO_SLIP_CODE_NEWER:
    default:
      if (code >= MADO_SLIP_CODE_WORD && code < MADO_SLIP_CODE_NEWER)
        return g_variant_new_string (mado_slip_words[code - MADO_SLIP_CODE_WORD]);
      self->newer = TRUE;
      return g_variant_new_boolean (FALSE);
    }
}

/* --- paths ------------------------------------------------------------------ */

static char *
make_path (const Reading *self,
           const char    *name)
{
  switch (self->group)
    {
    case MADO_SLIP_GROUP_FIELD:
      return g_strconcat ("field/", name, NULL);
    case MADO_SLIP_GROUP_PERSON:
      return g_strconcat ("person/", self->person, "/", name, NULL);
    case MADO_SLIP_GROUP_VISITOR:
      return g_strconcat ("visitor/", name, NULL);
    case MADO_SLIP_GROUP_PROC:
      return g_strconcat ("proc/", self->proc, "/field/", name, NULL);
    case MADO_SLIP_GROUP_PROC_PERSON:
      return g_strconcat ("proc/", self->proc, "/person/", self->person, "/", name, NULL);
    case MADO_SLIP_GROUP_ANSWER:
      return g_strconcat ("answer/", name, NULL);
    case MADO_SLIP_GROUP_DOCUMENT:
      return g_strconcat ("proc/", self->proc, "/document/", name, NULL);
    case MADO_SLIP_GROUP_PATH:
    default:
      return g_strdup (name);
    }
}

/* The field's name: from the text if @tag is 0, else from the dictionary. */
static char *
get_name (Reading  *self,
          guint     tag,
          gboolean *known)
{
  const char *name = NULL;

  *known = TRUE;
  if (tag == 0)
    return g_strdup (get_text (self));
  if (self->fields->name != NULL)
    name = self->fields->name (tag, self->fields->data);
  if (name != NULL)
    return g_strdup (name);
  *known = FALSE;
  return g_strdup_printf ("#%u", tag);
}

static void
get_entry (Reading *self,
           guint   *last)
{
  guint64 head = mado_varint_get (&self->in->shape);
  guint delta = (guint) (head >> 4);
  MadoSlipCode code = (MadoSlipCode) (head & 15);
  gboolean known;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  MadoSlipValue *value;

  *last += delta;
  if (*last > 16383 || (delta == 0 && code == MADO_SLIP_CODE_CHOICE))
    mado_cbor_fail (&self->in->shape);
  name = get_name (self, delta == 0 ? 0 : *last, &known);
  if (has_failed (self))
    return;
  path = make_path (self, name);
  if (code == MADO_SLIP_CODE_LEFT)
    {
      mado_slip_append_name (&self->slip->left_out, path);
      return;
    }
  value = g_new0 (MadoSlipValue, 1);
  value->path = g_steal_pointer (&path);
  value->section = g_strdup (self->section);
  value->value = g_variant_take_ref (get_value (self, code, name, &known));
  value->known = known;
  value->tier = MADO_SLIP_TIER_REST;
  g_ptr_array_add (self->slip->values, value);
}

static const char *
get_proc (Reading *self)
{
  guint64 index = mado_varint_get (&self->in->shape);
  const MadoSlipProcedure *procedure;

  if (index >= self->slip->procedures->len)
    {
      mado_cbor_fail (&self->in->shape);
      return "";
    }
  procedure = self->slip->procedures->pdata[index];
  return procedure->proc;
}

static const char *
get_person (Reading *self)
{
  guint64 index = mado_varint_get (&self->in->shape);

  if (index >= g_strv_length (self->slip->persons))
    {
      mado_cbor_fail (&self->in->shape);
      return "";
    }
  return self->slip->persons[index];
}

static void
get_group (Reading *self)
{
  guint64 head = mado_varint_get (&self->in->shape);
  guint64 n;
  guint last = 0;

  if (head >> 3 >= self->slip->heads->len)
    {
      mado_cbor_fail (&self->in->shape);
      return;
    }
  self->section = ((MadoSlipHeads *) self->slip->heads->pdata[head >> 3])->section;
  self->group = (MadoSlipGroup) (head & 7);
  self->proc = self->group == MADO_SLIP_GROUP_PROC || self->group == MADO_SLIP_GROUP_PROC_PERSON ||
               self->group == MADO_SLIP_GROUP_DOCUMENT ? get_proc (self) : "";
  self->person = self->group == MADO_SLIP_GROUP_PERSON || self->group == MADO_SLIP_GROUP_PROC_PERSON ? get_person (self) : "";
  for (n = mado_varint_get (&self->in->shape); n > 0 && !has_failed (self); n--)
    get_entry (self, &last);
}

gboolean
mado_slip_get_values (MadoSlipValuesIn      *in,
                      MadoSlip              *slip,
                      const MadoSlipFields  *fields,
                      GError               **error)
{
  Reading self = { .in = in, .slip = slip, .fields = fields };

  while (in->shape.at < in->shape.length && !has_failed (&self))
    get_group (&self);
  if (self.newer)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_UNSUPPORTED, "newer");
      return FALSE;
    }
  if (has_failed (&self) || in->text.at != in->text.length)
    {
      g_set_error_literal (error, MADO_ERROR, MADO_ERROR_DAMAGED, "values");
      return FALSE;
    }
  return TRUE;
}
