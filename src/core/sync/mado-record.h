/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/mado-commit.h"

G_BEGIN_DECLS

/**
 * MadoRecord:
 *
 * The fold of the commits of one record that are here: path → register.
 * The result depends only on the *set* of commits, not on their order,
 * repetition or the way they came (rules and details:
 * PROTOCOL.md). Causality is kept per section, so a desk that sees three of
 * five sections folds those three to the same state as anybody.
 *
 * Not thread-safe; belongs to one thread at a time.
 */
#define MADO_TYPE_RECORD (mado_record_get_type ())
G_DECLARE_FINAL_TYPE (MadoRecord, mado_record, MADO, RECORD, GObject)

/* One of the values that a register holds now. */
typedef struct
{
  GVariant  *value;
  MadoSource source;
  MadoId     commit;
  MadoId     device;
  char      *actor;
  guint64    clock;
  gint64     wall;
  gboolean   confirmed; /* a person confirmed exactly this value */
} MadoRegisterValue;

/* values: at least one; [0] is the one to show (highest clock, then highest
 * commit id). More than one: a conflict that a person has to settle. Equal
 * concurrent values are merged into one. */
typedef struct
{
  const char *path;
  const char *section;
  gboolean    sealed;
  GPtrArray  *values; /* MadoRegisterValue* */
  gboolean    contested; /* a "removed" register: somebody edited the element
                          * without having seen the removal; it stays visible */
} MadoRegister;

MadoRecord         *mado_record_new            (const char        *kind,
                                                const MadoId      *id);
const char         *mado_record_get_kind       (MadoRecord        *self);
const MadoId       *mado_record_get_id         (MadoRecord        *self);
MadoRecord         *mado_record_copy           (MadoRecord        *self);

/* Takes a commit in. Sealed changes that could not be opened count for
 * causality and are listed by mado_record_get_n_locked(). A repeated id is
 * ignored; the same id with other bytes is MADO_ERROR_DAMAGED. */
gboolean            mado_record_apply          (MadoRecord        *self,
                                                MadoCommit        *commit,
                                                GError           **error);

/* A slip's values as a base at @heads: shown and edited as if those commits
 * were here, and yielding to them when they come. @changes: MadoChange*. */
void                mado_record_apply_base     (MadoRecord        *self,
                                                const char        *section,
                                                const MadoId      *heads,
                                                guint              n_heads,
                                                guint64            clock,
                                                GPtrArray         *changes);

/* Bases that have not yielded yet are kept in the snapshot only: hands those of
 * @from (an older fold of the same record) to a record folded from commits. */
void                mado_record_take_bases     (MadoRecord        *self,
                                                MadoRecord        *from);
gboolean            mado_record_has_base       (MadoRecord        *self,
                                                const char        *section);

/* Heads of one section (sorted); what a new edit takes as deps. */
const MadoId       *mado_record_get_heads      (MadoRecord        *self,
                                                const char        *section,
                                                guint             *n_heads);
/* Newest clock of the section's commits here and of those that a base stands
 * for; 0 if there are none. With the heads it is what a slip's base needs: a
 * later clock would take commits for its past that it never saw. */
guint64             mado_record_get_clock      (MadoRecord        *self,
                                                const char        *section);
/* Ids of the section's commits here, sorted; ids of desktops begin with their
 * time. MadoId (full). */
GArray             *mado_record_list_commits   (MadoRecord        *self,
                                                const char        *section);
/* Sections that have commits or a base here, sorted. Borrowed, NULL-ended. */
const char *const  *mado_record_get_sections   (MadoRecord        *self);
gboolean            mado_record_has_commit     (MadoRecord        *self,
                                                const MadoId      *commit);
/* Does this record know everything that @heads of @section stand for? */
gboolean            mado_record_knows          (MadoRecord        *self,
                                                const MadoId      *heads,
                                                guint              n_heads);
guint               mado_record_get_n_commits  (MadoRecord        *self);
/* Commits whose deps are not all here ("incomplete"). */
guint               mado_record_get_n_incomplete (MadoRecord      *self);
guint               mado_record_get_n_locked   (MadoRecord        *self);

const MadoRegister *mado_record_lookup         (MadoRecord        *self,
                                                const char        *path);
/* The value to show, or NULL. Borrowed. Never returns a "none" value. */
GVariant           *mado_record_get            (MadoRecord        *self,
                                                const char        *path);
const char         *mado_record_get_text       (MadoRecord        *self,
                                                const char        *path); /* "" if none */
gint64              mado_record_get_int        (MadoRecord        *self,
                                                const char        *path); /* 0 if none */
gboolean            mado_record_get_bool       (MadoRecord        *self,
                                                const char        *path);
/* Registers whose path starts with @prefix, sorted by path (container). */
GPtrArray          *mado_record_list           (MadoRecord        *self,
                                                const char        *prefix);
/* Ids of the elements below "person/" etc. that are not removed, in order of
 * first appearance (clock). A removed element that was edited unseen stays. */
char              **mado_record_list_elements  (MadoRecord        *self,
                                                const char        *collection);
/* @element: "person/p7ab2c3". */
gboolean            mado_record_element_is_removed (MadoRecord    *self,
                                                const char        *element);
/* Registers in conflict, removed/edited ones included (container). */
GPtrArray          *mado_record_list_conflicts (MadoRecord        *self);

/* What a person's confirmation of @value at @path is written as, in the
 * register "confirm/<path>" of the same section: 16 bytes, sealed. */
#define MADO_CONFIRM_BYTES 16
void                mado_record_confirm_digest (const MadoId      *record,
                                                const char        *path,
                                                GVariant          *value,
                                                guint8             digest[MADO_CONFIRM_BYTES]);

/* Paths whose register differs between two folds of one record (@older may be
 * NULL), sorted, NULL-ended. */
char              **mado_record_list_changes   (MadoRecord        *older,
                                                MadoRecord        *newer);

/* One digest over heads, registers and conflicts: equal on two replicas iff
 * they fold to the same state (for the sections both have). */
void                mado_record_digest         (MadoRecord        *self,
                                                const char *const *sections, /* nullable: all */
                                                guint8             digest[MADO_DIGEST_BYTES]);

/* A snapshot for the store's projection: opens without the history. After
 * restore, applying a commit that has seen all heads of its section works at
 * once. Any other is not taken in: mado_record_needs_history() becomes TRUE,
 * and the store folds a new record from the commits (and
 * mado_record_take_bases()). Equal states have equal bytes. The store seals
 * them. A restored record tells a repeated id but not a forged one: comparing
 * the bytes of equal ids is then the journal's work. */
GBytes             *mado_record_save           (MadoRecord        *self);
MadoRecord         *mado_record_restore        (GBytes            *bytes,
                                                GError           **error);
gboolean            mado_record_needs_history  (MadoRecord        *self);

G_END_DECLS
