/* SPDX-License-Identifier: GPL-3.0-or-later */
// The one place that knows zxing and zbar. No exception leaves it.
#define ZX_USE_UTF8 1

#include <zbar.h>

#include <ZXing/DecodeHints.h>
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <string>
#include <vector>

#include "device/scan/mado-scan.h"

extern "C" __attribute__ ((visibility ("default"))) int
mado_scan_decode (const guint8 *grey, int width, int height, int stride,
                  gboolean thorough, MadoScanFound found, gpointer data);

namespace {

int
decode_zxing (const guint8 *grey, int width, int height, int stride, bool thorough,
              MadoScanFound found, gpointer data)
{
  int n = 0;
  auto hints = ZXing::DecodeHints ()
                 .setFormats (ZXing::BarcodeFormat::QRCode)
                 .setTryHarder (thorough)
                 .setTryRotate (true)
                 .setIsPure (false);
  ZXing::ImageView image (grey, width, height, ZXing::ImageFormat::Lum, stride);

  for (const auto &result : ZXing::ReadBarcodes (image, hints))
    if (result.isValid ())
      {
        const std::string text = result.text ();
        found (text.data (), text.size (), data);
        n++;
      }

  return n;
}

int
decode_zbar (const guint8 *grey, int width, int height, int stride,
             MadoScanFound found, gpointer data)
{
  std::vector<guint8> packed (static_cast<size_t> (width) * height);
  int n = 0;

  for (int y = 0; y < height; y++)
    std::copy (grey + static_cast<size_t> (y) * stride, grey + static_cast<size_t> (y) * stride + width,
               packed.begin () + static_cast<size_t> (y) * width);

  zbar::ImageScanner scanner;
  scanner.set_config (zbar::ZBAR_NONE, zbar::ZBAR_CFG_ENABLE, 0);
  scanner.set_config (zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_ENABLE, 1);
  zbar::Image image (width, height, "Y800", packed.data (), packed.size ());
  scanner.scan (image);
  for (auto symbol = image.symbol_begin (); symbol != image.symbol_end (); ++symbol)
    {
      const std::string text = symbol->get_data ();
      found (text.data (), text.size (), data);
      n++;
    }

  return n;
}

} // namespace

int
mado_scan_decode (const guint8 *grey, int width, int height, int stride,
                  gboolean thorough, MadoScanFound found, gpointer data)
{
  int n = 0;

  try
    {
      n = decode_zxing (grey, width, height, stride, thorough, found, data);
    }
  catch (...)
    {
    }

  try
    {
      if (n == 0)
        n = decode_zbar (grey, width, height, stride, found, data);
    }
  catch (...)
    {
    }

  return n;
}
