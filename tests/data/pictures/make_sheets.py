# SPDX-License-Identifier: Apache-2.0
"""Makes sheet.jpg, sheet_unread.jpg and sheet_low.jpg, of symbols of tests/data/photos/labels, for test_picture_places.c."""
import csv
import pathlib

import cv2
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
LABELS = HERE.parent / "photos/labels"


def drawing_of(row):
    """The symbol of a label, five pixels a module."""
    drawing = cv2.imread(str(LABELS / row["file"]), cv2.IMREAD_GRAYSCALE)
    left, top = int(row["left"]), int(row["top"])
    return drawing[top:top + 245, left:left + 245]


def make_low(rows):
    """Twelve symbols of 1.2 pixels a module, each elsewhere on the grid of pixels."""
    sheet = np.full((1640, 1240), 250, np.uint8)
    for i in range(12):
        x, y = 75 + 401 * (i % 3), 76 + 399 * (i // 3) + i
        sheet[y:y + 245, x:x + 245] = drawing_of(rows[i % len(rows)])
    low = cv2.resize(sheet, None, fx=0.24, fy=0.24, interpolation=cv2.INTER_AREA)
    noisy = low * 0.8 + 30 + np.random.default_rng(7).normal(0, 0.5, low.shape)
    low = np.uint8(np.clip(noisy, 0, 255))
    cv2.imwrite(str(HERE / "sheet_low.jpg"), low, [cv2.IMWRITE_JPEG_QUALITY, 92])


def main():
    with open(LABELS / "labels.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["modules"] == "49"]
    sheet = np.full((620, 520), 245, np.uint8)
    rng = np.random.default_rng(5)
    for i in range(6):
        symbol = drawing_of(rows[i])[2::5, 2::5]
        x, y = 60 + 240 * (i % 2), 40 + 190 * (i // 2)
        sheet[y:y + 98, x:x + 98] = np.kron(symbol, np.ones((2, 2), np.uint8)) // 255 * 215 + 25
    noisy = cv2.GaussianBlur(sheet, (0, 0), 0.7) + rng.normal(0, 4, sheet.shape)
    whole = np.uint8(np.clip(noisy, 0, 255))
    cv2.imwrite(str(HERE / "sheet.jpg"), whole, [cv2.IMWRITE_JPEG_QUALITY, 80])
    whole[230 + 30:230 + 70, 300 + 30:300 + 98] = np.uint8(rng.integers(20, 240, (40, 68)))
    cv2.imwrite(str(HERE / "sheet_unread.jpg"), whole, [cv2.IMWRITE_JPEG_QUALITY, 80])
    make_low(rows)


if __name__ == "__main__":
    main()
