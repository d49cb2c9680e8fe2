/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "app/issue/mado-issue-check.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/signin/mado-link.h"
#include "core/base/mado-date.h"

typedef struct
{
  MadoStore           *store;
  char                *city;
  char                *code;
  gboolean             unknown; /* the computer is not known here; the server may know it */
  MadoDocumentVerdict *verdict;
} Check;

static void
check_free (gpointer data)
{
  Check *self = data;

  g_object_unref (self->store);
  g_free (self->city);
  g_free (self->code);
  g_clear_pointer (&self->verdict, mado_document_verdict_free);
  g_free (self);
}

void
mado_document_verdict_free (MadoDocumentVerdict *self)
{
  g_free (self->title);
  g_free (self->text);
  g_free (self);
}

/* --- the seal, on a thread ----------------------------------------------------------- */

static gboolean
issuer_cb (const MadoId *device,
           guint8        sign_public[32],
           gpointer      data)
{
  MadoPublicKey key;

  if (!mado_store_get_device (data, device, &key, NULL))
    return FALSE;
  memcpy (sign_public, key.sign, 32);
  return TRUE;
}

static void
seal_thread (GTask        *task,
             gpointer      source,
             gpointer      data,
             GCancellable *cancellable)
{
  Check *self = data;
  GError *error = NULL;

  self->verdict = g_new0 (MadoDocumentVerdict, 1);
  if (mado_document_code_decode (self->code, self->city, issuer_cb, self->store, &self->verdict->code, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  self->unknown = g_error_matches (error, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY);
  if (self->unknown)
    {
      g_clear_error (&error);
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, error);
}

/* --- the words -------------------------------------------------------------------------- */

static char *
describe_day (const MadoDocumentCode *code)
{
  MadoDate date = { code->year, code->month, code->day };

  return mado_date_to_wareki (&date);
}

static const char *
say_unknown (const char *reason)
{
  if (strcmp (reason, "purged") == 0)
    return _("Its case was destroyed after its time of retention; nobody can say any more whether it held.");
  if (strcmp (reason, "other") == 0)
    return _("Our records have this document with another number or from another computer. Do not accept it.");
  return _("Our records do not have it. The desk that issued it may not have sent it yet: ask there before you accept it.");
}

static char *
say_state (const MadoDocumentAnswer *answer)
{
  if (strcmp (answer->state, "genuine") == 0)
    return g_strdup (_("It is genuine and holds."));
  if (strcmp (answer->state, "replaced") == 0)
    return g_strdup_printf (_("It does not hold any more: it was issued again as %s."), answer->by);
  if (strcmp (answer->state, "withdrawn") == 0)
    return g_strdup (_("It does not hold any more: it was withdrawn."));
  if (strcmp (answer->state, "unknown") == 0)
    return g_strdup (say_unknown (answer->reason));
  return g_strdup (_("The server says something that this program does not know. Update this computer."));
}

/* What stands on the paper has to be the same: a code can be cut out. */
static char *
say_what_it_is (const MadoDocumentVerdict *verdict)
{
  g_autofree char *day = describe_day (&verdict->code);

  /* Translators: name of the document, its number, day of issue */
  return g_strdup_printf (_("%s, number %s, issued on %s."), verdict->title, verdict->code.number, day);
}

static void
take_answer (Check                    *self,
             const MadoDocumentAnswer *answer)
{
  g_autofree char *what = say_what_it_is (self->verdict), *state = say_state (answer);
  gboolean holds = strcmp (answer->state, "genuine") == 0;
  const char *compare = holds ? _("Compare name of the document, number and day with the paper.") : "";
  const char *revoked = answer->revoked ? _("The computer that issued it has been shut out since; ask the office.") : "";

  self->verdict->kind = holds && !answer->revoked ? MADO_VERDICT_HOLDS : MADO_VERDICT_NOT_GOOD;
  self->verdict->text = g_strjoin (" ", what, state, *revoked != '\0' ? revoked : compare, NULL);
}

static gboolean
take_fault (Check        *self,
            const GError *fault)
{
  g_autofree char *what = say_what_it_is (self->verdict);

  if (self->unknown)
    return FALSE;
  self->verdict->kind = MADO_VERDICT_SEAL;
  self->verdict->text = g_strjoin (" ", what,
                                   _("Only the seal could be checked: one of our computers made the code. Whether the document was issued again or withdrawn since, only the server knows."),
                                   fault->message, NULL);
  return TRUE;
}

/* --- the server ---------------------------------------------------------------------------- */

static void
answered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GTask) task = data;
  Check *self = g_task_get_task_data (task);
  const MadoClientModule *module = mado_link_load_module (NULL);
  g_autoptr (GError) fault = NULL;
  MadoDocumentAnswer *answer = module->check_document_finish ((MadoClient *) source, result, &fault);

  if (answer != NULL)
    take_answer (self, answer);
  else if (!take_fault (self, fault))
    {
      g_task_return_new_error (task, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY,
                               _("The computer that is said to have issued this document is not known here, and the server cannot be asked. %s"),
                               fault->message);
      return;
    }
  if (answer != NULL)
    module->document_answer_free (answer);
  g_task_return_pointer (task, g_steal_pointer (&self->verdict), (GDestroyNotify) mado_document_verdict_free);
}

static void
ask_nobody (GTask *task)
{
  Check *self = g_task_get_task_data (task);
  g_autoptr (GError) fault = g_error_new_literal (MADO_ERROR, MADO_ERROR_OFFLINE, _("There is no connection to the server."));

  if (take_fault (self, fault))
    g_task_return_pointer (task, g_steal_pointer (&self->verdict), (GDestroyNotify) mado_document_verdict_free);
  else
    g_task_return_new_error (task, MADO_ERROR, MADO_ERROR_UNKNOWN_KEY,
                             _("The computer that is said to have issued this document is not known here, so its seal cannot be checked."));
}

static void
seal_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GTask) task = data;
  Check *self = g_task_get_task_data (task);
  MadoContext *context = MADO_CONTEXT (source);
  MadoPack *pack = mado_context_get_pack (context);
  GObject *session = mado_context_get_session (context);
  const MadoClientModule *module = session != NULL ? mado_link_load_module (NULL) : NULL;
  const MadoIssueKind *kind;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  kind = pack != NULL ? mado_pack_get_issue (pack, self->verdict->code.kind) : NULL;
  self->verdict->title = g_strdup (kind != NULL ? mado_text_get (kind->title, NULL) : self->verdict->code.kind);
  if (module == NULL)
    ask_nobody (task);
  else
    module->check_document_async ((MadoClient *) session, self->code, NULL, answered_cb, g_steal_pointer (&task));
}

void
mado_issue_check_async (MadoContext         *context,
                        const char          *code,
                        GAsyncReadyCallback  callback,
                        gpointer             data)
{
  GTask *task = g_task_new (context, NULL, callback, data);
  g_autoptr (GTask) reading = g_task_new (context, NULL, seal_cb, task);
  Check *self = g_new0 (Check, 1);

  g_task_set_source_tag (task, mado_issue_check_async);
  self->store = g_object_ref (mado_context_get_store (context));
  self->city = g_strdup (mado_context_get_identity (context)->city);
  self->code = g_strdup (code);
  g_task_set_task_data (task, self, check_free);
  g_task_set_task_data (reading, self, NULL);
  g_task_run_in_thread (reading, seal_thread);
}

MadoDocumentVerdict *
mado_issue_check_finish (MadoContext   *context,
                         GAsyncResult  *result,
                         GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
