/**
 * Moves one image as its five numbers say: every new value is fetched from between four old ones.
 * src/data/augment.ts does the same, is the specification, and makes the numbers.
 *
 *   out[i, j, k] is the image at (y + i · across - j · down, x + i · down + j · across), to 1/256 pixel
 *
 * @param out, image  (h, w, c) grey levels, bytes
 * @param frame  (h + 2, w + 2, c) bytes of scratch: the image in a frame of background
 * @param move   32-bit integers: y, x, across, down in 1/65536 pixel, then the background's grey level
 */
export function moveImage(out: usize, image: usize, frame: usize, h: i32, w: i32, c: i32, move: usize): void {
  const across = load<i32>(move, 8), down = load<i32>(move, 12), background = load<i32>(move, 16);
  const row = w * c, width = <usize>(row + 2 * c);
  memory.fill(frame, <u8>background, <usize>(h + 2) * width);
  for (let i = 0; i < h; i++) {
    memory.copy(frame + <usize>(i + 1) * width + c, image + <usize>(i * row), row);
  }
  for (let i = 0; i < h; i++) {
    let y = load<i32>(move) + i * across, x = load<i32>(move, 4) + i * down;
    for (let j = 0; j < w; j++) {
      const top = (y >> 16) + 1, left = (x >> 16) + 1;
      if (top >= 0 && top <= h && left >= 0 && left <= w) {
        const down256 = (y >> 8) & 255, right256 = (x >> 8) & 255;
        let corner = frame + <usize>top * width + <usize>(left * c);
        for (let k = 0; k < c; k++) {
          const above = <i32>load<u8>(corner) * (256 - right256) + <i32>load<u8>(corner + c) * right256;
          const under = corner + width;
          const below = <i32>load<u8>(under) * (256 - right256) + <i32>load<u8>(under + c) * right256;
          store<u8>(out + k, (above * (256 - down256) + below * down256 + 32768) >> 16);
          corner++;
        }
      } else {
        memory.fill(out, <u8>background, c);
      }
      out += c;
      y -= down;
      x += across;
    }
  }
}
