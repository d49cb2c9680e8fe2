/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

/* Stands in for libFuzzer in an ordinary build: smoke FOLDER TURNS runs the target
 * on every file of the folder, and on each of them changed TURNS times, in the
 * same way each time. It finds little, but keeps the targets whole. */

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);
int LLVMFuzzerInitialize (int *argc, char ***argv) __attribute__ ((weak));

static void
run (const guint8 *data,
     gsize         size)
{
  g_autofree guint8 *copy = g_memdup2 (data, size); /* no byte more: a sanitizer sees it */

  LLVMFuzzerTestOneInput (copy != NULL ? copy : (const guint8 *) "", size);
}

static void
change (GByteArray *bytes,
        GRand      *chance)
{
  static const guint8 edges[] = { 0x00, 0x01, 0x7f, 0x80, 0x81, 0x82, 0xff };
  guint at = bytes->len > 0 ? (guint) g_rand_int_range (chance, 0, (gint32) bytes->len) : 0;
  guint some = (guint) g_rand_int_range (chance, 1, 17), n = MIN (some, bytes->len - at);

  if (bytes->len == 0)
    return;
  switch (g_rand_int_range (chance, 0, 6))
    {
    case 0:
      bytes->data[at] ^= (guint8) (1 << g_rand_int_range (chance, 0, 8));
      break;
    case 1:
      bytes->data[at] = edges[g_rand_int_range (chance, 0, G_N_ELEMENTS (edges))];
      break;
    case 2:
      bytes->data[at] = (guint8) g_rand_int (chance);
      break;
    case 3:
      g_byte_array_remove_range (bytes, at, n);
      break;
    case 4:
      g_byte_array_set_size (bytes, at);
      break;
    default: /* a piece twice */
      g_byte_array_set_size (bytes, bytes->len + n);
      memmove (bytes->data + at + n, bytes->data + at, bytes->len - at - n);
      break;
    }
}

static guint
run_changed (const char *seed,
             gsize       size,
             guint       turns)
{
  g_autoptr (GRand) chance = g_rand_new_with_seed ((guint32) size);

  for (guint i = 0; i < turns; i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      g_byte_array_append (bytes, (const guint8 *) seed, (guint) size);
      for (int left = g_rand_int_range (chance, 1, 6); left > 0; left--)
        change (bytes, chance);
      run (bytes->data, bytes->len);
    }
  return turns;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GDir) dir = NULL;
  guint turns, seeds = 0, runs = 0;

  if (argc != 3 || (dir = g_dir_open (argv[1], 0, NULL)) == NULL)
    return 2;
  if (LLVMFuzzerInitialize != NULL)
    LLVMFuzzerInitialize (&argc, &argv);
  turns = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  run (NULL, 0);
  for (const char *name; (name = g_dir_read_name (dir)) != NULL; seeds++)
    {
      g_autofree char *path = g_build_filename (argv[1], name, NULL), *text = NULL;
      gsize size;

      if (!g_file_get_contents (path, &text, &size, NULL))
        return 2;
      run ((const guint8 *) text, size);
      runs += 1 + run_changed (text, size, turns);
    }
  g_print ("%u seeds, %u runs\n", seeds, runs);
  return seeds > 0 ? 0 : 1;
}
