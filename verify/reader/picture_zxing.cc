/* SPDX-License-Identifier: Apache-2.0 */
#define ZX_USE_UTF8 1 // the text() of later versions of zxing-cpp; ours takes bytes() alone
#include <ReadBarcode.h>

#include <new>

#include "verify/reader/picture_reader.h"

using ZXing::BarcodeFormat;
#if __has_include(<ReaderOptions.h>) // its name from 2.2 on
using Options = ZXing::ReaderOptions;
#else
using Options = ZXing::DecodeHints;
#endif

static Options for_photographs() {
    return Options()
        .setFormats(BarcodeFormat::QRCode | BarcodeFormat::MicroQRCode)
        .setTryHarder(true);
}

static Options for_drawings() {
    return Options()
        .setFormats(BarcodeFormat::QRCode)
        .setTryHarder(false)
        .setTryRotate(false)
        .setTryDownscale(false)
        .setBinarizer(ZXing::Binarizer::FixedThreshold);
}

static sello_quad where_of(const ZXing::Result &code) {
    sello_quad where = {};
    for (size_t i = 0; i < 4; i++) {
        where.corner[i].x = code.position()[i].x;
        where.corner[i].y = code.position()[i].y;
    }
    return where;
}

static void report_codes(const sello_image &image, const Options &hints, sello_code_found *found,
                         void *context) {
    const ZXing::ImageView view(image.grey, static_cast<int>(image.width),
                                static_cast<int>(image.height), ZXing::ImageFormat::Lum);
    for (const ZXing::Result &code : ZXing::ReadBarcodes(view, hints)) {
        if (code.isValid()) {
            const sello_code one = {code.bytes().data(), code.bytes().size(), where_of(code)};
            found(context, &one);
        }
    }
}

/* No exception may pass into C. What the library throws other than for want of memory tells that
 * it made nothing of the picture. */
static enum sello_error read_by(const struct sello_image *image, const Options &hints,
                                sello_code_found *found, void *context) {
    try {
        report_codes(*image, hints, found, context);
        return SELLO_OK;
    } catch (const std::bad_alloc &) {
        return SELLO_E_MEMORY;
    } catch (...) {
        return SELLO_OK;
    }
}

extern "C" enum sello_error sello_read_by_zxing(const struct sello_image *image,
                                                sello_code_found *found, void *context) {
    return read_by(image, for_photographs(), found, context);
}

extern "C" enum sello_error sello_read_drawing_by_zxing(const struct sello_image *image,
                                                        sello_code_found *found, void *context) {
    return read_by(image, for_drawings(), found, context);
}

extern "C" enum sello_error sello_read_modules_by_zxing(const struct sello_image *image,
                                                        sello_code_found *found, void *context) {
    return read_by(image, for_drawings().setIsPure(true), found, context);
}
