/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/form/mado-alike.h"
#include "core/form/mado-form-reader.h"

G_BEGIN_DECLS

/**
 * MadoProvider:
 *
 * Somebody who knows values: a card, a slip, a sheet read by OCR, the web
 * pre-application, the reading that the input method composed, the postal
 * code. It proposes; a person takes or refuses.
 */
#define MADO_TYPE_PROVIDER (mado_provider_get_type ())
G_DECLARE_INTERFACE (MadoProvider, mado_provider, MADO, PROVIDER, GObject)

struct _MadoProviderInterface
{
  GTypeInterface parent_iface;

  const char *(*get_id)     (MadoProvider *self); /* "card", "kana" … */
  MadoSource  (*get_source) (MadoProvider *self);
  /* Calls @add for every value it knows for this case. */
  void        (*propose)    (MadoProvider         *self,
                             const MadoFormReader *reader,
                             void                (*add) (const char *path, GVariant *value, gpointer data),
                             gpointer              data);
};

typedef void (*MadoProposeFunc) (const char *path, GVariant *value, gpointer data);

const char   *mado_provider_get_id     (MadoProvider *self);
MadoSource    mado_provider_get_source (MadoProvider *self);
void          mado_provider_propose    (MadoProvider         *self,
                                        const MadoFormReader *reader,
                                        MadoProposeFunc       add,
                                        gpointer              data);

/* A provider with fixed values: what a card or a sheet gave. */
#define MADO_TYPE_FIXED_PROVIDER (mado_fixed_provider_get_type ())
G_DECLARE_FINAL_TYPE (MadoFixedProvider, mado_fixed_provider, MADO, FIXED_PROVIDER, GObject)
MadoFixedProvider *mado_fixed_provider_new (const char        *id,
                                            MadoSource         source);
void               mado_fixed_provider_set (MadoFixedProvider *self,
                                            const char        *path,
                                            GVariant          *value);

/* --- the chain ---------------------------------------------------------------- */

/* What stands beside a field: the old value, and one that differs. */
typedef struct
{
  char         *path;
  GVariant     *old_value;  /* NULL: the field is empty */
  MadoSource    old_source;
  GVariant     *new_value;
  MadoSource    new_source;
  const char   *provider;   /* its id */
  MadoAlike     alike;      /* with an old value: WRITTEN_OTHERWISE or DIFFERENT */
} MadoProposal;

/**
 * MadoProposals:
 *
 * The chain of providers over one case. For every path the first provider in
 * the chain that knows a value different from what stands there speaks; a
 * refused value is not proposed again. What says the same in another form
 * (mado-alike.h; a name and an address as a whole) is not different, however
 * it is cut into fields. Nothing is written here: taking gives
 * the change for the edit buffer.
 */
#define MADO_TYPE_PROPOSALS (mado_proposals_get_type ())
G_DECLARE_FINAL_TYPE (MadoProposals, mado_proposals, MADO, PROPOSALS, GObject)

MadoProposals      *mado_proposals_new      (MadoPack             *pack);
/* Earlier ones speak first. Keeps a reference. */
void                mado_proposals_add      (MadoProposals        *self,
                                             MadoProvider         *provider);
void                mado_proposals_remove   (MadoProposals        *self,
                                             MadoProvider         *provider);
/* Asks all providers again; emits ::changed if the proposals changed. */
void                mado_proposals_refresh  (MadoProposals        *self,
                                             const MadoFormReader *reader);
/* MadoProposal*, by path. Borrowed until the next refresh. */
GPtrArray          *mado_proposals_get_list (MadoProposals        *self);
const MadoProposal *mado_proposals_find     (MadoProposals        *self,
                                             const char           *path);
/* The change to write, or NULL; the proposal is gone afterwards. */
MadoChange         *mado_proposals_take     (MadoProposals        *self,
                                             const char           *path);
/* All of them, or those whose path begins with @prefix (full). */
GPtrArray          *mado_proposals_take_all (MadoProposals        *self,
                                             const char           *prefix);
void                mado_proposals_refuse   (MadoProposals        *self,
                                             const char           *path);

G_END_DECLS
