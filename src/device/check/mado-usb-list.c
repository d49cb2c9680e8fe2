/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "device/check/mado-usb-list.h"

#include <stdlib.h>
#include <string.h>

/* The text of an attribute, "" if there is none. */
static char *
read_attribute (const char *root,
                const char *device,
                const char *name)
{
  g_autofree char *path = g_build_filename (root, device, name, NULL);
  char *text = NULL;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return g_strdup ("");
  return g_strstrip (text);
}

static char *
name_of (const char *root,
         const char *device)
{
  g_autofree char *maker = read_attribute (root, device, "manufacturer"), *product = read_attribute (root, device, "product");
  g_autofree char *name = NULL;

  if (*product == '\0')
    return g_strdup (device);
  name = *maker != '\0' && !g_str_has_prefix (product, maker) ? g_strdup_printf ("%s %s", maker, product) : g_strdup (product);
  return g_utf8_make_valid (name, -1);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
mado_usb_list (const char *root,
               guint8      interface_class)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GHashTable) devices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GDir) dir = g_dir_open (root, 0, NULL);
  const char *entry;

  /* An interface is called "1-2:1.0": of the device "1-2". */
  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    {
      const char *colon = strchr (entry, ':');
      g_autofree char *kind = colon != NULL ? read_attribute (root, entry, "bInterfaceClass") : NULL;
      char *device;

      if (kind == NULL || *kind == '\0' || strtoul (kind, NULL, 16) != interface_class)
        continue;
      device = g_strndup (entry, colon - entry);
      if (!g_hash_table_contains (devices, device))
        g_ptr_array_add (names, name_of (root, device));
      g_hash_table_add (devices, device);
    }
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}
