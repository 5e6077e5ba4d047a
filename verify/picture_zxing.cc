/* SPDX-License-Identifier: Apache-2.0 */
#define ZX_USE_UTF8 1 // the text() of later versions of zxing-cpp; ours takes bytes() alone
#include <ReadBarcode.h>

#include <new>

#include "verify/picture_reader.h"

static ZXing::DecodeHints hints() {
    using ZXing::BarcodeFormat;
    return ZXing::DecodeHints()
        .setFormats(BarcodeFormat::QRCode | BarcodeFormat::MicroQRCode)
        .setTryHarder(true);
}

static void report_codes(const sello_image &image, sello_code_found *found, void *context) {
    const ZXing::ImageView view(image.grey, static_cast<int>(image.width),
                                static_cast<int>(image.height), ZXing::ImageFormat::Lum);
    for (const ZXing::Result &code : ZXing::ReadBarcodes(view, hints())) {
        if (code.isValid()) {
            found(context, code.bytes().data(), code.bytes().size());
        }
    }
}

/* No exception may pass into C. What the library throws other than for want of memory tells that
 * it made nothing of the picture. */
extern "C" enum sello_status sello_read_by_zxing(const struct sello_image *image,
                                                 sello_code_found *found, void *context) {
    try {
        report_codes(*image, found, context);
        return SELLO_OK;
    } catch (const std::bad_alloc &) {
        return SELLO_E_MEMORY;
    } catch (...) {
        return SELLO_OK;
    }
}
