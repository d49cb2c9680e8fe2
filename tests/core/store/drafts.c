/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core/store/sqlite/mado-sqlite-store-private.h"
#include "store-kit.h"

/* What a draft carries over a restart, and drafts that other programs wrote. */

typedef struct
{
  Desk  *desk;
  MadoId record;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data)
{
  self->desk = kit_desk_new (1, "shimin");
  kit_open (self->desk);
  kit_write_case (self->desk, 1, &self->record);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data)
{
  kit_desk_free (self->desk);
}

static void
begin_again (Fixture *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (mado_store_flush (self->desk->store, &error));
  g_assert_no_error (error);
  kit_close (self->desk);
  kit_open (self->desk);
}

/* The only draft there is. */
static MadoDraft *
take_draft (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) drafts = mado_store_get_drafts (self->desk->store, &self->record, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (drafts->len, ==, 1);
  return g_ptr_array_steal_index (drafts, 0);
}

static void
test_base (Fixture       *self,
           gconstpointer  data)
{
  g_autoptr (GVariant) text = mado_value_text ("途中の入力");
  MadoId ids[] = { { { 1 } }, { { 2 } }, { { 3 } } };
  g_autoptr (MadoEditBase) base = mado_edit_base_new_of ("addr", ids, 2, ids + 1, 2);
  g_autoptr (MadoDraft) draft = NULL;

  mado_store_set_draft (self->desk->store, &self->record, "field/a", text, MADO_SOURCE_CARD, base);
  begin_again (self);
  draft = take_draft (self);
  g_assert_cmpstr (draft->path, ==, "field/a");
  g_assert_cmpstr (mado_value_get_text (draft->value), ==, "途中の入力");
  g_assert_cmpint (draft->source, ==, MADO_SOURCE_CARD);
  g_assert_nonnull (draft->base);
  g_assert_cmpstr (draft->base->section, ==, "addr");
  g_assert_cmpmem (draft->base->heads, draft->base->n_heads * sizeof (MadoId), ids, 2 * sizeof (MadoId));
  g_assert_cmpmem (draft->base->shown, draft->base->n_shown * sizeof (MadoId), ids + 1, 2 * sizeof (MadoId));
}

/* A cleared field of a section that nobody has written yet. */
static void
test_cleared (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GVariant) none = mado_value_none ();
  g_autoptr (MadoEditBase) base = mado_edit_base_new_of ("kokuho", NULL, 0, NULL, 0);
  g_autoptr (MadoDraft) draft = NULL;

  mado_store_set_draft (self->desk->store, &self->record, "field/a", none, MADO_SOURCE_TYPED, base);
  begin_again (self);
  draft = take_draft (self);
  g_assert_true (mado_value_is_none (draft->value));
  g_assert_nonnull (draft->base);
  g_assert_cmpuint (draft->base->n_heads, ==, 0);
  g_assert_cmpuint (draft->base->n_shown, ==, 0);
}

/* The base is the later one, as the value is. */
static void
test_replaced (Fixture       *self,
               gconstpointer  data)
{
  g_autoptr (GVariant) text = mado_value_text ("x");
  MadoId id = { { 7 } };
  g_autoptr (MadoEditBase) base = mado_edit_base_new_of ("addr", &id, 1, NULL, 0);
  g_autoptr (MadoDraft) one = NULL;
  g_autoptr (MadoDraft) two = NULL;

  mado_store_set_draft (self->desk->store, &self->record, "field/a", text, MADO_SOURCE_TYPED, NULL);
  one = take_draft (self);
  g_assert_null (one->base);
  mado_store_set_draft (self->desk->store, &self->record, "field/a", text, MADO_SOURCE_TYPED, base);
  two = take_draft (self);
  g_assert_nonnull (two->base);
  g_assert_true (mado_id_equal (two->base->heads, &id));
}

/* --- as other programs wrote them ------------------------------------------------------ */

typedef struct
{
  const MadoId *record;
  GByteArray   *plain;
} Foreign;

static gpointer
put_foreign (MadoStore  *store,
             gpointer    data,
             GError    **error)
{
  MadoSqliteStore *self = MADO_SQLITE_STORE (store);
  const Foreign *foreign = data;
  MadoSqliteStmt *stmt = mado_sqlite_prepare (self->db, "INSERT INTO drafts (record, name, sealed) VALUES (?, ?, ?)", error);
  g_autoptr (GBytes) sealed = mado_sqlite_store_seal (self, MADO_LOCAL_DRAFT, foreign->record->b, sizeof (MadoId),
                                                      foreign->plain->data, foreign->plain->len);

  if (stmt == NULL)
    return NULL;
  mado_sqlite_bind_id (stmt, 1, foreign->record);
  mado_sqlite_bind_blob (stmt, 2, "0123456789abcdef", 16);
  mado_sqlite_bind_bytes (stmt, 3, sealed);
  return GINT_TO_POINTER (mado_sqlite_run (stmt, error));
}

static GByteArray *
start_draft (guint items)
{
  g_autoptr (GVariant) text = mado_value_text ("途中の入力");
  GByteArray *plain = g_byte_array_new ();

  mado_cbor_put_array (plain, items);
  mado_cbor_put_text (plain, "field/a");
  mado_cbor_put_value (plain, text);
  mado_cbor_put_uint (plain, MADO_SOURCE_OCR);
  return plain;
}

static MadoDraft *
carry (Fixture    *self,
       GByteArray *plain)
{
  Foreign foreign = { &self->record, plain };
  g_autoptr (GError) error = NULL;
  MadoDraft *draft;

  g_assert_true (GPOINTER_TO_INT (mado_store_call (self->desk->store, put_foreign, &foreign, &error)));
  g_assert_no_error (error);
  begin_again (self);
  draft = take_draft (self);
  g_assert_cmpstr (draft->path, ==, "field/a");
  g_assert_cmpstr (mado_value_get_text (draft->value), ==, "途中の入力");
  g_assert_cmpint (draft->source, ==, MADO_SOURCE_OCR);
  return draft;
}

static void
test_older (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (GByteArray) plain = start_draft (3);
  g_autoptr (MadoDraft) draft = carry (self, plain);

  g_assert_null (draft->base);
}

static void
test_newer (Fixture       *self,
            gconstpointer  data)
{
  g_autoptr (GByteArray) plain = start_draft (5);
  MadoId id = { { 7 } };
  g_autoptr (MadoDraft) draft = NULL;

  mado_cbor_put_array (plain, 3);
  mado_cbor_put_text (plain, "addr");
  mado_cbor_put_bytes (plain, id.b, sizeof id.b);
  mado_cbor_put_bytes (plain, id.b, 0);
  mado_cbor_put_text (plain, "what is not known yet");
  draft = carry (self, plain);
  g_assert_nonnull (draft->base);
  g_assert_cmpuint (draft->base->n_heads, ==, 1);
  g_assert_true (mado_id_equal (draft->base->heads, &id));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)
  ADD ("/drafts/base", test_base);
  ADD ("/drafts/cleared", test_cleared);
  ADD ("/drafts/replaced", test_replaced);
  ADD ("/drafts/older", test_older);
  ADD ("/drafts/newer", test_newer);
#undef ADD
  return g_test_run ();
}
