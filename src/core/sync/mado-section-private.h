/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/sync/mado-dag-private.h"
#include "core/sync/mado-record.h"

G_BEGIN_DECLS

typedef struct _MadoSection MadoSection;

/* --- register -------------------------------------------------------------- */

/* One commit's (or base's) value at one path. */
typedef struct
{
  guint             handle; /* in the section's graph */
  guint             index;  /* place in its commit */
  const MadoChange *change; /* borrowed from the commit or base */
} MadoWrite;

/* A path of a section. Writes come in topological order. `live` are those that
 * no other write of this path has seen: before the twin rule. */
typedef struct
{
  char         *path;
  MadoSection  *section;
  GArray       *writes;      /* MadoWrite */
  GArray       *live;        /* index into writes */
  MadoRegister *saved;       /* nullable, the root's: as the snapshot had it */
  guint64       first_clock; /* earliest write ever: the order of elements */
  guint         first_index;
  gboolean      is_removed;  /* path ends in "/removed" */
  MadoRegister *shown;       /* cache; NULL: work it out */
  guint         shown_at;    /* section's generation, for is_removed */
} MadoReg;

MadoReg            *mado_reg_new      (MadoSection      *section,
                                       const char       *path);
void                mado_reg_free     (MadoReg          *self);
void                mado_reg_add      (MadoReg          *self,
                                       guint             handle,
                                       const MadoChange *change,
                                       guint             index,
                                       guint64           clock);
/* The register as it is shown: never NULL, at least one value. */
const MadoRegister *mado_reg_resolve  (MadoReg          *self);

MadoRegister       *mado_register_new (const char       *path,
                                       const char       *section);
void                mado_register_free(MadoRegister     *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MadoRegister, mado_register_free)
MadoRegisterValue  *mado_register_value_new  (void);
void                mado_register_value_free (MadoRegisterValue *self);

/* Element rules (mado-element.c). @element: "person/p1". */
gboolean mado_element_is_contested (MadoReg     *removed,
                                    GPtrArray   *live_writes);

/* --- slip base -------------------------------------------------------------- */

typedef struct
{
  MadoChange *change;
  guint       order; /* place on the slip */
} MadoBaseValue;

typedef struct
{
  MadoId   id;      /* derived from record, section and heads */
  MadoId  *heads;   /* sorted */
  guint    n_heads;
  guint64  clock;
  GArray  *values;  /* MadoBaseValue, by path */
} MadoBase;

#define mado_base_at(self, i) (&g_array_index ((self)->values, MadoBaseValue, (i)))

MadoBase *mado_base_new  (const MadoId     *record,
                          const char       *section,
                          const MadoId     *heads,
                          guint             n_heads,
                          guint64           clock);
void      mado_base_free (MadoBase         *self);
void      mado_base_add  (MadoBase         *self,
                          const MadoChange *change,
                          guint             order);
/* The same heads once more: keeps what either has. */
void      mado_base_merge (MadoBase        *self,
                           MadoBase        *other /* full */);
int       mado_base_compare (gconstpointer a,
                             gconstpointer b);

/* --- section ----------------------------------------------------------------- */

/* What a snapshot knows of the commits it stands for. Handle 0 of every graph
 * is the snapshot, or nothing. */
typedef struct
{
  gatomicrefcount ref_count; /* copies of a record may live in other threads */
  GArray    *complete;     /* MadoId, sorted */
  GArray    *tainted;      /* MadoId, sorted */
  GArray    *heads;        /* MadoId, sorted */
  GArray    *awaited;      /* MadoId, sorted */
  guint      n_incomplete;
  guint      n_locked;
  guint64    max_clock;
  gboolean   has_bases;    /* base values are among the saved registers */
  GPtrArray *registers;    /* MadoReg*, templates with `saved` */
} MadoRoot;

struct _MadoSection
{
  char       *name;
  MadoId      record;
  MadoRoot   *root;       /* nullable */
  GPtrArray  *commits;    /* MadoCommit*; handle = place + 1 */
  GHashTable *by_id;      /* MadoId* → place + 1 */
  GPtrArray  *bases;      /* MadoBase*, not yielded; handles follow the commits */
  MadoDag    *dag;
  GHashTable *registers;  /* path → MadoReg* */
  GPtrArray  *sorted;     /* MadoReg*, by path; cache */
  gboolean    sorted_stale;
  GArray     *heads;      /* MadoId; cache */
  gboolean    stale;      /* fold again before the next answer */
  gboolean    has_confirm; /* there are registers below confirm/ */
  guint       generation; /* counts changes of any register */
};

typedef enum
{
  MADO_TAKEN,
  MADO_TAKEN_BEFORE,
  MADO_TAKEN_FORGED,        /* same id, other bytes */
  MADO_TAKEN_NEEDS_HISTORY, /* not taken */
} MadoTaken;

MadoSection  *mado_section_new         (const MadoId *record,
                                        const char   *name);
void          mado_section_free        (MadoSection  *self);
MadoTaken     mado_section_take        (MadoSection  *self,
                                        MadoCommit   *commit);
MadoTaken     mado_section_take_base   (MadoSection  *self,
                                        MadoBase     *base /* full */);
/* Brings everything up to date; call before reading any member. */
void          mado_section_fold        (MadoSection  *self);
MadoReg      *mado_section_lookup      (MadoSection  *self,
                                        const char   *path);
/* Registers with @prefix: sorted[*from] … sorted[*until - 1]. */
void          mado_section_range       (MadoSection  *self,
                                        const char   *prefix,
                                        guint        *from,
                                        guint        *until);
GArray       *mado_section_get_heads   (MadoSection  *self);
/* Is this id here / here with everything below it? */
gboolean      mado_section_has         (MadoSection  *self,
                                        const MadoId *id);
gboolean      mado_section_has_whole   (MadoSection  *self,
                                        const MadoId *id);
guint         mado_section_get_n_commits    (MadoSection *self);
guint         mado_section_get_n_incomplete (MadoSection *self);
guint         mado_section_get_n_locked     (MadoSection *self);
guint64       mado_section_get_max_clock    (MadoSection *self);
/* Sorted ids, new array: whole and tainted commits, awaited deps. */
void          mado_section_list_ids    (MadoSection  *self,
                                        GArray      **complete,
                                        GArray      **tainted,
                                        GArray      **awaited);
/* NULL for a base's handle. */
MadoCommit   *mado_section_get_commit  (MadoSection  *self,
                                        guint         handle);
MadoBase     *mado_section_get_base    (MadoSection  *self,
                                        guint         handle);
void          mado_section_clock_of    (MadoSection  *self,
                                        guint         handle,
                                        guint64      *clock,
                                        MadoId       *id);
gboolean      mado_ids_contain         (const GArray *sorted,
                                        const MadoId *id);
MadoRoot     *mado_root_new            (void);
MadoRoot     *mado_root_ref            (MadoRoot     *self);
void          mado_root_unref          (MadoRoot     *self);

/* Base placing (mado-base.c): drops bases that yield, and gives the rest their
 * place in @dag: who has seen them and whom they stand above. */
void          mado_section_place_bases (MadoSection  *self,
                                        MadoDag      *real);

/* --- record ------------------------------------------------------------------ */

MadoSection  *mado_record_find_section   (MadoRecord *self,
                                          const char *name);
MadoSection  *mado_record_ensure_section (MadoRecord *self,
                                          const char *name);
/* Sections by name, folded. Borrowed. */
GPtrArray    *mado_record_fold_sections  (MadoRecord *self);
void          mado_record_add_section    (MadoRecord *self,
                                          MadoSection *section /* full */);

G_END_DECLS
