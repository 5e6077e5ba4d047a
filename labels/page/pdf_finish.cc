/* SPDX-License-Identifier: Apache-2.0 */
#define POINTERHOLDER_TRANSITION 4 /* libqpdf: its smart pointers are the standard's */
#include "labels/page/pdf_finish.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include <qpdf/Buffer.hh>
#include <qpdf/QPDF.hh>
#include <qpdf/QPDFPageDocumentHelper.hh>
#include <qpdf/QPDFPageObjectHelper.hh>
#include <qpdf/QPDFWriter.hh>

namespace {

using Object = QPDFObjectHandle;
using Token = QPDFTokenizer::Token;

/* ---- greys ---- */

/* `v v v rg` becomes `v g`, `v v v RG` becomes `v G`. Strings, names and inline images are tokens
 * of their own, which are passed on as they are. */
class Greys : public Object::TokenFilter {
  public:
    void handleToken(const Token &token) override {
        const auto type = token.getType();
        if (type == QPDFTokenizer::tt_integer || type == QPDFTokenizer::tt_real) {
            numbers_.push_back(token.getRawValue());
        } else if (type == QPDFTokenizer::tt_space) {
            put_space(token);
        } else {
            put_operator(token);
        }
    }

    void handleEOF() override {
        put_numbers();
    }

  private:
    std::vector<std::string> numbers_; /* since the last operator */

    void put_numbers() {
        for (const std::string &number : numbers_) {
            write(number);
            write(" ");
        }
        numbers_.clear();
    }

    /* Between numbers one space is enough, and put_numbers writes it. */
    void put_space(const Token &token) {
        if (numbers_.empty()) {
            writeToken(token);
        }
    }

    bool is_grey() const {
        return numbers_.size() == 3 && numbers_[0] == numbers_[1] && numbers_[1] == numbers_[2];
    }

    void put_operator(const Token &token) {
        const std::string word =
            token.getType() == QPDFTokenizer::tt_word ? token.getValue() : std::string();
        if ((word == "rg" || word == "RG") && is_grey()) {
            write(numbers_[0] + (word == "rg" ? " g" : " G"));
            numbers_.clear();
            return;
        }
        put_numbers();
        writeToken(token);
    }
};

/* Streams of operators other than the pages' own: form XObjects and tiling patterns. */
bool has_operators(Object &object) {
    if (!object.isStream()) {
        return false;
    }
    Object dict = object.getDict();
    return dict.getKey("/Subtype").isNameAndEquals("/Form") || dict.hasKey("/PatternType");
}

void make_grey(QPDF &pdf) {
    for (Object &object : pdf.getAllObjects()) {
        if (has_operators(object)) {
            object.addTokenFilter(std::make_shared<Greys>());
        }
    }
}

/* ---- pages ---- */

Object array_of(const pdf_box &box) {
    Object array = Object::newArray();
    for (double side : {box.left, box.bottom, box.right, box.top}) {
        array.appendItem(Object::newReal(side, 6));
    }
    return array;
}

void finish_pages(QPDF &pdf, const pdf_box &trim, const pdf_box &bleed) {
    for (QPDFPageObjectHelper &page : QPDFPageDocumentHelper(pdf).getAllPages()) {
        Object dict = page.getObjectHandle();
        dict.replaceKey("/TrimBox", array_of(trim));
        dict.replaceKey("/BleedBox", array_of(bleed));
        dict.removeKey("/Group");
        page.addContentTokenFilter(std::make_shared<Greys>());
    }
}

/* ---- the document ---- */

const char *name_of(pdf_sides sides) {
    switch (sides) {
    case PDF_FLIP_LONG_EDGE: return "/DuplexFlipLongEdge";
    case PDF_FLIP_SHORT_EDGE: return "/DuplexFlipShortEdge";
    case PDF_ONE_SIDE: break;
    }
    return "/Simplex";
}

void finish_document(QPDF &pdf, pdf_sides sides) {
    Object viewer = Object::newDictionary();
    viewer.replaceKey("/PrintScaling", Object::newName("/None"));
    viewer.replaceKey("/Duplex", Object::newName(name_of(sides)));
    pdf.getRoot().replaceKey("/ViewerPreferences", viewer);
    if (sides != PDF_ONE_SIDE) {
        pdf.getTrailer().replaceKey(PDF_TWO_SIDES, Object::newBool(true));
    }
    Object info = pdf.getTrailer().getKey("/Info");
    if (info.isDictionary()) {
        for (const char *key : {"/Producer", "/CreationDate", "/ModDate"}) {
            info.removeKey(key);
        }
    }
}

std::shared_ptr<Buffer> write(QPDF &pdf) {
    QPDFWriter writer(pdf);
    writer.setOutputMemory();
    writer.setMinimumPDFVersion("1.7"); /* /Duplex */
    writer.setObjectStreamMode(qpdf_o_generate);
    writer.setDeterministicID(true);
    writer.write();
    return writer.getBufferSharedPointer();
}

std::shared_ptr<Buffer> finished(const uint8_t *ptr, size_t len, const pdf_box &trim,
                                 const pdf_box &bleed, pdf_sides sides) {
    QPDF pdf;
    pdf.setSuppressWarnings(true); /* cairo 1.16 may name a picture twice in one dictionary */
    pdf.setAttemptRecovery(false);
    pdf.processMemoryFile("sheet", reinterpret_cast<const char *>(ptr), len);
    make_grey(pdf);
    finish_pages(pdf, trim, bleed);
    finish_document(pdf, sides);
    return write(pdf);
}

} // namespace

/* No exception may pass into C. */
extern "C" enum sello_error pdf_finish(const uint8_t *ptr, size_t len, const struct pdf_box *trim,
                                       const struct pdf_box *bleed, enum pdf_sides sides,
                                       uint8_t **out_ptr, size_t *out_len) {
    try {
        std::shared_ptr<Buffer> buffer = finished(ptr, len, *trim, *bleed, sides);
        size_t size = buffer->getSize();
        uint8_t *copy = static_cast<uint8_t *>(std::malloc(size));
        if (copy == nullptr) {
            return SELLO_E_MEMORY;
        }
        std::memcpy(copy, buffer->getBuffer(), size);
        *out_ptr = copy;
        *out_len = size;
        return SELLO_OK;
    } catch (const std::bad_alloc &) {
        return SELLO_E_MEMORY;
    } catch (...) {
        return SELLO_E_STATE;
    }
}
