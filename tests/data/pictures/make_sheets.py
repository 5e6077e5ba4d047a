# SPDX-License-Identifier: Apache-2.0
"""Makes sheets.jpg and sheet_unread.jpg, of symbols of tests/data/photos/labels, for test_picture.c."""
import csv
import pathlib

import cv2
import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
LABELS = HERE.parent / "photos/labels"


def main():
    with open(LABELS / "labels.csv", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["modules"] == "49"]
    sheet = np.full((620, 520), 245, np.uint8)
    rng = np.random.default_rng(5)
    for i in range(6):
        row = rows[i]
        drawing = cv2.imread(str(LABELS / row["file"]), cv2.IMREAD_GRAYSCALE)
        left, top = int(row["left"]), int(row["top"])
        symbol = drawing[top:top + 245, left:left + 245][2::5, 2::5]
        x, y = 60 + 240 * (i % 2), 40 + 190 * (i // 2)
        sheet[y:y + 98, x:x + 98] = np.kron(symbol, np.ones((2, 2), np.uint8)) // 255 * 215 + 25
    noisy = cv2.GaussianBlur(sheet, (0, 0), 0.7) + rng.normal(0, 4, sheet.shape)
    whole = np.uint8(np.clip(noisy, 0, 255))
    cv2.imwrite(str(HERE / "sheet.jpg"), whole, [cv2.IMWRITE_JPEG_QUALITY, 80])
    whole[230 + 30:230 + 70, 300 + 30:300 + 98] = np.uint8(rng.integers(20, 240, (40, 68)))
    cv2.imwrite(str(HERE / "sheet_unread.jpg"), whole, [cv2.IMWRITE_JPEG_QUALITY, 80])


if __name__ == "__main__":
    main()
