// node qr_picture.mjs PAGE FOLDER: each QR code of a page of HTML as a picture, FOLDER/0.pgm, 1.pgm …, drawn from its SVG path.
import { readFileSync, writeFileSync } from "node:fs";

const [page, folder] = process.argv.slice(2);
const pixels = 4; // a module's side
let number = 0;
for (const [, side, path] of readFileSync(page, "utf8").matchAll(/<svg class="qr"[^>]*viewBox="0 0 (\d+) \1"[^>]*>.*?<path [^>]*d="([^"]*)"/gs)) {
  const width = Number(side) * pixels;
  const picture = Buffer.alloc(width * width, 255);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let row = 0; row < pixels; ++row) {
      const from = (Number(y) * pixels + row) * width + Number(x) * pixels;
      picture.fill(0, from, from + Number(run) * pixels);
    }
  }
  writeFileSync(`${folder}/${number++}.pgm`, Buffer.concat([Buffer.from(`P5\n${width} ${width}\n255\n`), picture]));
}
console.log(number);
