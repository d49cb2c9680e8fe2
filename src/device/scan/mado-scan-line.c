/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/scan/mado-scan-line.h"

struct _MadoScanLine
{
  MadoScanLineFunc  func;
  gpointer          data;

  GString          *text;
  gboolean          begun;    /* bytes of a code came, kept or not */
  gboolean          damaged;
  gboolean          too_long;
  gint64            last_ms;
};

MadoScanLine *
mado_scan_line_new (MadoScanLineFunc func,
                    gpointer         data)
{
  MadoScanLine *self = g_new0 (MadoScanLine, 1);

  self->func = func;
  self->data = data;
  self->text = g_string_new (NULL);
  return self;
}

void
mado_scan_line_free (MadoScanLine *self)
{
  g_string_free (self->text, TRUE);
  g_free (self);
}

static void
begin_again (MadoScanLine *self)
{
  g_string_truncate (self->text, 0);
  self->begun = self->damaged = self->too_long = FALSE;
}

/* @func may feed again: the state is that of a new code by then. */
static void
finish (MadoScanLine *self)
{
  g_autofree char *text = g_strdup (self->text->str);
  gboolean begun = self->begun, damaged = self->damaged, too_long = self->too_long;

  begin_again (self);
  if (!begun)
    return; /* the second end of two */
  if (too_long)
    self->func (MADO_SCAN_LINE_TOO_LONG, NULL, self->data);
  else if (damaged)
    self->func (MADO_SCAN_LINE_BROKEN, NULL, self->data);
  else
    self->func (MADO_SCAN_LINE_CODE, text, self->data);
}

static gboolean
is_end (guint8 byte)
{
  return byte == '\r' || byte == '\n' || byte == '\t' || byte == '\0' || byte == 0x03;
}

static void
take (MadoScanLine *self,
      guint8        byte)
{
  if (byte == 0x02 && !self->begun) /* STX */
    return;
  self->begun = TRUE;
  if (byte < 0x20 || byte > 0x7e)
    self->damaged = TRUE;
  else if (self->text->len >= MADO_SCAN_LINE_MAX)
    self->too_long = TRUE;
  else
    g_string_append_c (self->text, (char) byte);
}

void
mado_scan_line_feed (MadoScanLine *self,
                     const guint8 *bytes,
                     gsize         length,
                     gint64        now_ms)
{
  mado_scan_line_tick (self, now_ms);
  for (gsize i = 0; i < length; i++)
    if (is_end (bytes[i]))
      finish (self);
    else
      take (self, bytes[i]);
  self->last_ms = now_ms;
}

void
mado_scan_line_tick (MadoScanLine *self,
                     gint64        now_ms)
{
  if (self->begun && now_ms - self->last_ms >= MADO_SCAN_LINE_PAUSE_MS)
    finish (self);
}

gint64
mado_scan_line_deadline (MadoScanLine *self)
{
  return self->begun ? self->last_ms + MADO_SCAN_LINE_PAUSE_MS : -1;
}

void
mado_scan_line_break_off (MadoScanLine *self)
{
  if (self->begun)
    self->damaged = TRUE;
  finish (self);
}
