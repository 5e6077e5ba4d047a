// SPDX-License-Identifier: Apache-2.0
// A film for Chromium's fake camera: one still picture as raw YUV4MPEG2, made here and by ImageMagick.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";

const WIDTH = 1280;
const HEIGHT = 720;

/** The picture on a grey table, as the camera would see it. */
function greys(picture, size) {
  const args = [
    "-size",
    `${WIDTH}x${HEIGHT}`,
    "xc:gray60",
    "(",
    picture,
    "-filter",
    "point",
    "-resize",
    `${size}x${size}`,
    ")",
    "-gravity",
    "center",
    "-composite",
    "-colorspace",
    "Gray",
    "-depth",
    "8",
    "gray:-",
  ];
  return execFileSync("convert", args, { maxBuffer: WIDTH * HEIGHT * 2 });
}

export function film(picture, path, size = 600) {
  const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128); // none
  const frame = Buffer.concat([Buffer.from("FRAME\n"), greys(picture, size), colour]);
  writeFileSync(
    path,
    Buffer.concat([
      Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`),
      frame,
      frame,
    ]),
  );
}

export const cameraArgs = (path) => [
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
  `--use-file-for-fake-video-capture=${path}`,
];
