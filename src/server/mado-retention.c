/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "server/mado-retention.h"

#include "core/base/mado-date.h"

#define DAY_MS   (G_GINT64_CONSTANT (24) * 3600 * 1000)
#define JAPAN_MS (G_GINT64_CONSTANT (9) * 3600 * 1000)
/* A year that the calendar of this program ends before. */
#define LAST_YEAR 2199

static gboolean
is_end (const char *state)
{
  return g_strv_contains ((const char *const[]) { "closed", "not_applicable", "withdrawn", "refused", NULL }, state);
}

/* Years of a document are counted from the beginning of the fiscal year after
 * the one in which it was completed (文書管理規程). */
static gint64
end_of_years (gint64 at,
              guint  years)
{
  MadoDate day = mado_date_from_ms (at);
  MadoDate last = mado_date_fiscal_year_end (&day);

  if (last.year + (int) years > LAST_YEAR)
    return G_MAXINT64;
  last.year += (int) years;
  return (mado_date_to_days (&last) + 1) * DAY_MS - JAPAN_MS;
}

/* One procedure: it ended when its state says so; until then, with whatever is
 * written to the record. */
static gint64
due_of (MadoServer             *self,
        const MadoCityProgress *progress,
        gint64                  last_received)
{
  const MadoProcedure *procedure = mado_pack_get_procedure (self->pack, progress->procedure);
  gint64 at = is_end (progress->state) ? progress->at : last_received;

  /* Nobody can say how long: kept. */
  return procedure == NULL ? G_MAXINT64 : end_of_years (at, procedure->retention_years);
}

gint64
mado_retention_due (MadoServer             *self,
                    const MadoCityProgress *progress,
                    guint                   n,
                    gint64                  last_received)
{
  gint64 due = last_received + self->retention_days * DAY_MS;

  if (last_received <= 0)
    return G_MAXINT64;
  for (guint i = 0; self->pack != NULL && i < n && progress[i].procedure[0] != '\0'; i++)
    due = i == 0 ? due_of (self, &progress[i], last_received)
                 : MAX (due, due_of (self, &progress[i], last_received));
  return due;
}
