// SPDX-License-Identifier: Apache-2.0
// A film for Chromium's fake camera: one still picture as raw YUV4MPEG2, made here and by ImageMagick.
// The camera reads it anew each time that it is opened.
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

/** Raw frames of grey pixels, ten a second, over and over. */
function writeFilm(path, width, height, greys) {
  const colour = Buffer.alloc((width * height) / 2, 128); // none
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`);
  const frames = greys.flatMap((grey) => [Buffer.from("FRAME\n"), grey, colour]);
  writeFileSync(path, Buffer.concat([head, ...frames]));
}

export function film(picture, path, size = 600) {
  const grey = greys(picture, size);
  writeFilm(path, WIDTH, HEIGHT, [grey, grey]);
}

/** A photograph as the camera's own picture, of even width and height. */
export function filmOf(photograph, path) {
  const size = execFileSync("identify", ["-format", "%w %h", photograph], { encoding: "utf8" });
  const [width, height] = size.split(" ").map((side) => side - (side % 2));
  const args = [photograph, "-crop", `${width}x${height}+0+0`, "-colorspace", "Gray"];
  const grey = execFileSync("convert", [...args, "-depth", "8", "gray:-"], {
    maxBuffer: width * height * 2,
  });
  writeFilm(path, width, height, [grey, grey]);
}

export const cameraArgs = (path) => [
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
  `--use-file-for-fake-video-capture=${path}`,
];
