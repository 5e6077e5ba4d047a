/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/oracle_picture.h"

#define ZX_USE_UTF8 /* else its header prints a note */
#include <ZXing/ReadBarcode.h>
#include <cstring>

size_t oracle_zxing(const struct oracle_picture *picture, char *text, size_t cap) {
    ZXing::ImageView view(picture->grey, static_cast<int>(picture->width),
                          static_cast<int>(picture->height), ZXing::ImageFormat::Lum);
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode);
    ZXing::Results found = ZXing::ReadBarcodes(view, hints);
    if (found.size() != 1 || !found.front().isValid()) {
        return 0;
    }
    const ZXing::ByteArray &bytes = found.front().bytes();
    if (bytes.size() > cap) {
        return 0;
    }
    std::memcpy(text, bytes.data(), bytes.size());
    return bytes.size();
}
