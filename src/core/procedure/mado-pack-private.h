/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/mado-error.h"
#include "core/procedure/mado-age.h"
#include "core/procedure/mado-pack-check.h"
#include "core/procedure/mado-facts.h"
#include "core/procedure/mado-pack.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* --- memory: one arena for a pack, freed at once ------------------------- */
typedef struct _MadoArena MadoArena;

MadoArena  *mado_arena_new    (void);
void        mado_arena_free   (MadoArena *self);
gpointer    mado_arena_alloc  (MadoArena *self, gsize size); /* zeroed */
const char *mado_arena_strdup (MadoArena *self, const char *text);

/* --- reading: a file, its tree, and where each fault is -------------------- */
typedef enum
{
  MADO_EXPR_OF_GUIDANCE, /* may name questions, fields and computed facts */
  MADO_EXPR_OF_FORM,     /* may name fields and computed facts */
} MadoExprContext;

typedef struct
{
  char       *name;  /* relative to the pack */
  char       *text;
  JsonParser *parser;
} MadoSource;

/* Where something stands in the pack, kept only while checking. */
typedef struct
{
  MadoSource *source;
  char       *path;
} MadoPlace;

typedef struct
{
  const MadoExpr  *expr;
  MadoExprContext  context;
  MadoPlace       *place;
} MadoSeenExpr;

typedef struct
{
  char       *dir;
  MadoArena  *arena;
  GPtrArray  *sources;  /* MadoSource */
  GPtrArray  *faults;   /* MadoPackFault */
  gboolean    checking; /* go on after faults, remember places */
  GHashTable *places;   /* "procedure:x" → MadoPlace */
  GPtrArray  *exprs;    /* MadoSeenExpr */
} MadoBuild;

MadoBuild  *mado_build_new   (const char *dir, MadoArena *arena, gboolean checking);
void        mado_build_free  (MadoBuild *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoBuild, mado_build_free)
MadoSource *mado_build_read  (MadoBuild *self, const char *name);
/* As if the file @name had this @text. */
MadoSource *mado_build_read_text (MadoBuild *self, const char *name, const char *text);
/* Names of the *.json files of a folder of the pack, sorted. */
GPtrArray  *mado_build_list  (MadoBuild *self, const char *folder);
void        mado_build_fault (MadoBuild *self, const char *file, guint line, const char *format, ...) G_GNUC_PRINTF (4, 5);
/* A fault at a place remembered under @key. */
void        mado_build_fault_at (MadoBuild *self, const char *key, const char *format, ...) G_GNUC_PRINTF (3, 4);
void        mado_build_fault_place (MadoBuild *self, MadoPlace *place, const char *format, ...) G_GNUC_PRINTF (3, 4);
gboolean    mado_build_failed (MadoBuild *self);

/* A cursor on one JSON value; lives on the stack of the function that reads it. */
typedef struct _MadoNode MadoNode;
struct _MadoNode
{
  MadoBuild      *build;
  MadoSource     *source;
  const MadoNode *parent;
  const char     *key;    /* within an object, else NULL */
  guint           element;
  JsonNode       *json;   /* NULL: not there */
  const char     *read[40];
  guint           n_read;
};

void        mado_node_root    (MadoNode *self, MadoBuild *build, MadoSource *source);
gboolean    mado_node_member  (MadoNode *self, MadoNode *parent, const char *key);
gboolean    mado_node_is_object (MadoNode *self); /* reports if not */
guint       mado_node_length  (MadoNode *self);   /* reports if not an array */
void        mado_node_element (MadoNode *self, MadoNode *parent, guint index);
void        mado_node_end     (MadoNode *self);   /* reports unknown keys */
void        mado_node_fault   (const MadoNode *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
void        mado_node_remember (const MadoNode *self, const char *kind, const char *id);
char       *mado_node_path    (const MadoNode *self);

const char *mado_node_str     (MadoNode *self, const char *key, gboolean required);
const char *mado_node_id      (MadoNode *self, const char *key); /* required, checked */
const char *mado_node_date    (MadoNode *self, const char *key);
gint64      mado_node_int     (MadoNode *self, const char *key, gint64 fallback);
double      mado_node_number  (MadoNode *self, const char *key, double fallback);
gboolean    mado_node_bool    (MadoNode *self, const char *key, gboolean fallback);
guint       mado_node_enum    (MadoNode *self, const char *key, const char *const *names, guint fallback);
const char *const *mado_node_strv (MadoNode *self, const char *key);
const MadoText *mado_node_text (MadoNode *self, const char *key, gboolean required);
const MadoExpr *mado_node_expr (MadoNode *self, const char *key, MadoExprContext context);

const MadoText *mado_text_parse (MadoNode *node);
const MadoExpr *mado_expr_parse (MadoNode *node);

/* Line (1..) of the value at @path ("/fields/3/label") in JSON @text. */
guint       mado_json_line    (const char *text, const char *path);
/* Calls @func for each key that an object of @text has twice. */
typedef void (*MadoJsonTwiceFunc) (const char *key, guint line, gpointer user_data);
void        mado_json_find_twice (const char *text, MadoJsonTwiceFunc func, gpointer user_data);

/* --- the pack ---------------------------------------------------------------- */
typedef struct
{
  GPtrArray  *list;  /* structs of the arena */
  GHashTable *by_id; /* borrowed id → struct */
} MadoTable;

struct _MadoPack
{
  gatomicrefcount ref_count;
  char           *dir;
  MadoArena      *arena;
  const char     *city, *kana, *prefecture, *version, *active_from;
  const MadoText *name, *mayor;
  guint           max_questions; /* that one event may ask */
  const char *const *languages;
  GHashTable     *holidays;
  const MadoDesk *first_desk;
  MadoTable       desks, centres, fields, documents, procedures, referrals, questions, events, issues, handovers;
  GHashTable     *fields_by_tag;
  GPtrArray      *towns;          /* own city and around, by file order */
  GPtrArray      *municipalities;
  GHashTable     *town_by_id;
  GMutex          lock;           /* guards what follows */
  GHashTable     *forms;          /* id → FormEntry */
  char           *digest;
};

MadoPack *mado_pack_build (MadoBuild *build);
/* Calls @load for each element of the list in @file. */
void      mado_pack_load_list (MadoPack *self, MadoBuild *build, const char *file, void (*load) (MadoPack *, MadoNode *));
MadoPack *mado_pack_build_names (MadoBuild *build);
gpointer  mado_table_get  (const MadoTable *self, const char *id);
void      mado_table_add  (MadoTable *self, MadoNode *node, const char *kind, const char *id, gpointer item);

void mado_load_places     (MadoPack *self, MadoBuild *build);
void mado_load_towns      (MadoPack *self, MadoBuild *build);
void mado_load_fields     (MadoPack *self, MadoBuild *build);
void mado_load_procedures (MadoPack *self, MadoBuild *build);
void mado_load_guidance   (MadoPack *self, MadoBuild *build);
void mado_load_handover   (MadoPack *self, MadoBuild *build);
void mado_load_issued     (MadoPack *self, MadoBuild *build);
void mado_load_event_names (MadoPack *self, MadoBuild *build);
const MadoFormLayout *mado_load_form (MadoPack *self, MadoBuild *build, const char *id);
/* The same from a file that was read already; NULL if it is no object. */
const MadoFormLayout *mado_load_form_source (MadoBuild *build, MadoSource *source, const char *id);

/* --- guidance: what the check also needs -------------------------------------- */
/* An event with the questions and rules of those it includes. */
typedef struct
{
  const MadoRule  *rule;
  const MadoExpr  *guard;    /* condition of the include, or NULL */
} MadoFlatRule;

typedef struct
{
  const MadoEventQuestion *question;
  const MadoExpr          *guard;
} MadoFlatQuestion;

typedef struct
{
  GArray *questions; /* MadoFlatQuestion */
  GArray *rules;     /* MadoFlatRule */
} MadoFlatEvent;

void mado_flat_event_init  (MadoFlatEvent *self, const MadoEvent *event);
void mado_flat_event_clear (MadoFlatEvent *self);
/* A probe answers one question only: what becomes of a procedure under given
 * answers. The check uses it by the ten thousand. */
typedef struct _MadoProbe MadoProbe;
MadoProbe *mado_probe_new    (MadoPack *pack, const MadoEvent *event, const MadoFacts *facts);
void       mado_probe_free   (MadoProbe *self);
guint      mado_probe_count  (MadoProbe *self);
/* Indexes of the questions on which @procedure rests. */
GArray    *mado_probe_rests_on (MadoProbe *self, const MadoProcedure *procedure);
void       mado_probe_answer (MadoProbe *self, guint question, MadoTri answer);
MadoTri    mado_probe_value  (MadoProbe *self, const MadoProcedure *procedure);

/* --- personas: example people and where they must be led ------------------------ */
typedef struct
{
  const MadoProcedure *procedure;
  gboolean             unsure, later;
} MadoExpected;

typedef struct
{
  const char      *id;
  const MadoText  *name;
  const MadoEvent *event;
  MadoFacts       *facts;     /* household and fields, no answers */
  GHashTable      *answers;   /* question id → MadoAnswer */
  GArray          *expected;  /* MadoExpected */
  const char *const *refused; /* procedure ids */
  const char *const *walk;    /* desk ids; empty: not checked */
} MadoPersona;

GPtrArray *mado_load_personas (MadoPack *self, MadoBuild *build); /* MadoPersona */

/* --- parts of the check ------------------------------------------------------------ */
void mado_check_references (MadoPack *pack, MadoBuild *build);
void mado_check_form       (MadoPack *pack, MadoBuild *build, const MadoFormLayout *form, MadoSource *source);
void mado_check_forms      (MadoPack *pack, MadoBuild *build, guint *n_forms);
void mado_check_events     (MadoPack *pack, MadoBuild *build);
void mado_check_guidance   (MadoPack *pack, MadoBuild *build, GPtrArray *personas, MadoPackFigures *figures);

/* TRUE if guidance computes @name itself; @of_person: seen from a person. */
gboolean mado_facts_is_computed (const char *name, gboolean of_person);

G_END_DECLS
