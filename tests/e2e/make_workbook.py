#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""make_workbook.py FILE NAME ROW... [NAME ROW...]: writes an .xlsx as other programs do, whose sheets have the rows
given, cells between bars. A word without a bar begins a sheet."""

import sys
import zipfile
from xml.sax.saxutils import escape, quoteattr

REL = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
PACKAGE = 'http://schemas.openxmlformats.org/package/2006'


def relations(rows):
    items = ''.join(f'<Relationship Id="{i}" Type="{REL}/{kind}" Target="{target}"/>' for i, kind, target in rows)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{items}</Relationships>'


def cell(text):
    if text.isdigit():
        return f'<c><v>{text}</v></c>'
    return f'<c t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def main():
    sheets = []
    for word in sys.argv[2:]:
        if '|' in word:
            sheets[-1][1].append(word.split('|'))
        else:
            sheets.append((word, []))
    with zipfile.ZipFile(sys.argv[1], 'w', zipfile.ZIP_DEFLATED) as out:
        out.writestr('[Content_Types].xml', f'<Types xmlns="{PACKAGE}/content-types"/>')
        out.writestr('_rels/.rels', relations([('rId1', 'officeDocument', 'xl/workbook.xml')]))
        names = ''.join(f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"/>'
                        for i, (name, _) in enumerate(sheets, 1))
        out.writestr('xl/workbook.xml', f'<workbook xmlns:r="{REL}"><sheets>{names}</sheets></workbook>')
        out.writestr('xl/_rels/workbook.xml.rels', relations(
            [(f'rId{i}', 'worksheet', f'worksheets/sheet{i}.xml') for i in range(1, len(sheets) + 1)]))
        for i, (_, rows) in enumerate(sheets, 1):
            body = ''.join('<row>' + ''.join(map(cell, row)) + '</row>' for row in rows)
            out.writestr(f'xl/worksheets/sheet{i}.xml', f'<worksheet><sheetData>{body}</sheetData></worksheet>')


main()
