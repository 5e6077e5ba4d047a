/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/support/oracle_picture.h"

#define ZX_USE_UTF8 /* else its header prints a note */
#include <ZXing/ReadBarcode.h>
#include <cstring>

static ZXing::Results read(const struct oracle_picture *picture) {
    ZXing::ImageView view(picture->grey, static_cast<int>(picture->width),
                          static_cast<int>(picture->height), ZXing::ImageFormat::Lum);
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode);
    return ZXing::ReadBarcodes(view, hints);
}

size_t oracle_zxing(const struct oracle_picture *picture, char *text, size_t cap) {
    ZXing::Results found = read(picture);
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

void oracle_zxing_each(const struct oracle_picture *picture, oracle_found *found, void *context) {
    for (const ZXing::Result &code : read(picture)) {
        if (code.isValid()) {
            found(context, reinterpret_cast<const char *>(code.bytes().data()),
                  code.bytes().size());
        }
    }
}
