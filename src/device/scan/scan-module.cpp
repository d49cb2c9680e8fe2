/* SPDX-License-Identifier: GPL-3.0-or-later */
// The one place that knows zxing and zbar. No exception leaves it.
#define ZX_USE_UTF8 1

#include <zbar.h>

#include <ZXing/DecodeHints.h>
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <string>
#include <vector>

#include "device/scan/mado-scan-module.h"

extern "C" __attribute__ ((visibility ("default"))) int
mado_scan_decode (const guint8 *grey, int width, int height, int stride,
                  MadoScanEngine engine, MadoScanFound found, gpointer data);

namespace {

int
decode_zxing (const guint8 *grey, int width, int height, int stride, ZXing::Binarizer binarizer, bool harder,
              MadoScanFound found, gpointer data)
{
  int n = 0;
  bool pure = binarizer == ZXing::Binarizer::FixedThreshold;
  auto hints = ZXing::DecodeHints ()
                 .setFormats (ZXing::BarcodeFormat::QRCode)
                 .setBinarizer (binarizer)
                 .setTryHarder (harder)
                 .setTryRotate (harder)
                 .setTryDownscale (harder)
                 .setIsPure (pure);
  ZXing::ImageView image (grey, width, height, ZXing::ImageFormat::Lum, stride);

  for (const auto &result : ZXing::ReadBarcodes (image, hints))
    if (result.isValid ())
      {
        const auto &bytes = result.bytes ();
        const std::string text = result.text ();
        const auto &place = result.position ();
        MadoScanCode code = { nullptr, 0, result.hasECI (), text.c_str (), { 0 } };

        code.bytes = result.hasECI () ? reinterpret_cast<const guint8 *> (text.data ()) : bytes.data ();
        code.length = result.hasECI () ? text.size () : bytes.size ();
        for (int i = 0; i < 4; i++)
          {
            code.corners[2 * i] = place[i].x;
            code.corners[2 * i + 1] = place[i].y;
          }
        found (&code, data);
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
  // Its own guess at the encoding of bytes is wrong for much Japanese.
  scanner.set_config (zbar::ZBAR_QRCODE, zbar::ZBAR_CFG_BINARY, 1);
  zbar::Image image (width, height, "Y800", packed.data (), packed.size ());
  scanner.scan (image);
  for (auto symbol = image.symbol_begin (); symbol != image.symbol_end (); ++symbol)
    {
      const std::string bytes = symbol->get_data ();
      MadoScanCode code = { reinterpret_cast<const guint8 *> (bytes.data ()), bytes.size (), FALSE, nullptr, { 0 } };

      for (int i = 0; i < std::min (4, symbol->get_location_size ()); i++)
        {
          code.corners[2 * i] = symbol->get_location_x (i);
          code.corners[2 * i + 1] = symbol->get_location_y (i);
        }
      found (&code, data);
      n++;
    }

  return n;
}

} // namespace

int
mado_scan_decode (const guint8 *grey, int width, int height, int stride,
                  MadoScanEngine engine, MadoScanFound found, gpointer data)
{
  try
    {
      switch (engine)
        {
        case MADO_SCAN_ZXING_FAST:
          return decode_zxing (grey, width, height, stride, ZXing::Binarizer::LocalAverage, false, found, data);
        case MADO_SCAN_ZXING:
          return decode_zxing (grey, width, height, stride, ZXing::Binarizer::LocalAverage, true, found, data);
        case MADO_SCAN_ZXING_GLOBAL:
          return decode_zxing (grey, width, height, stride, ZXing::Binarizer::GlobalHistogram, true, found, data);
        case MADO_SCAN_MODULES:
          return decode_zxing (grey, width, height, stride, ZXing::Binarizer::FixedThreshold, false, found, data);
        case MADO_SCAN_ZBAR:
          return decode_zbar (grey, width, height, stride, found, data);
        }
    }
  catch (...)
    {
    }

  return 0;
}
