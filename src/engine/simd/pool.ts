/**
 * Max pooling over windows of size x size, stride size; rows and columns left over are ignored.
 *
 *   out[i, j, f] = max_{di, dj < size} input[i · size + di, j · size + dj, f]
 *
 * pmax only compares: what that means for a NaN, known-layers.ts says.
 *
 * @param input  n times (h, w, f), f a multiple of 4
 */
export function pool(out: usize, input: usize, n: i32, h: i32, w: i32, f: i32, size: i32): void {
  const pixel = <usize>f << 2;
  const row = <usize>w * pixel;
  const rows = h / size, columns = w / size;
  for (let k = 0; k < n; k++) {
    for (let i = 0; i < rows; i++) {
      let corner = input + <usize>(k * h + i * size) * row;
      for (let j = 0; j < columns; j++) {
        const end = corner + pixel;
        if (size == 2) {
          for (let at = corner; at < end; at += 16) {
            const top = f32x4.pmax(v128.load(at), v128.load(at + pixel));
            const bottom = f32x4.pmax(v128.load(at + row), v128.load(at + row + pixel));
            v128.store(out, f32x4.pmax(top, bottom));
            out += 16;
          }
        } else {
          for (let at = corner; at < end; at += 16) {
            v128.store(out, largest(at, size, pixel, row));
            out += 16;
          }
        }
        corner += <usize>size * pixel;
      }
    }
  }
}

function largest(corner: usize, size: i32, pixel: usize, row: usize): v128 {
  let max = v128.load(corner);
  for (let di = 0; di < size; di++) {
    for (let dj = 0; dj < size; dj++) {
      max = f32x4.pmax(max, v128.load(corner + <usize>di * row + <usize>dj * pixel));
    }
  }
  return max;
}

/**
 * Where each window's first maximum is, row by row, for one image; as a distance in bytes in an array of the caller's choice:
 *
 *   positions[i, j, f] = (i · size + di) · rowBytes + (j · size + dj) · columnBytes + f · laneBytes
 *
 * @param out        what `pool` made of input
 * @param positions  (rows, columns, f) 32-bit integers
 */
export function positions(
  positions: usize, input: usize, out: usize, h: i32, w: i32, f: i32, size: i32,
  rowBytes: i32, columnBytes: i32, laneBytes: i32,
): void {
  const pixel = <usize>f << 2;
  const row = <usize>w * pixel;
  const rows = h / size, columns = w / size;
  // Stored and loaded again on purpose: V8 would compute a splat again at every use; a loaded vector stays in its register.
  v128.store(positions, i32x4.splat(columnBytes));
  const right = v128.load(positions);
  v128.store(positions, i32x4.splat(rowBytes));
  const below = v128.load(positions);
  v128.store(positions, i32x4.splat(rowBytes + columnBytes));
  const diagonal = v128.load(positions);
  for (let i = 0; i < rows; i++) {
    let at = input + <usize>(i * size) * row;
    let base = i * size * rowBytes;
    for (let j = 0; j < columns; j++) {
      if (size == 2) positions2(positions, at, out, pixel, row, base, right, below, diagonal);
      else positionsAny(positions, at, out, pixel, row, base, rowBytes, columnBytes, size);
      if (laneBytes) {
        for (let x = 0; x < f; x++) {
          store<i32>(positions + (<usize>x << 2), load<i32>(positions + (<usize>x << 2)) + x * laneBytes);
        }
      }
      at += <usize>size * pixel;
      base += size * columnBytes;
      out += pixel;
      positions += pixel;
    }
  }
}

// The window is visited from its last value to its first, so that the first one that equals the maximum is noted last.

// @ts-ignore: decorator
@inline
function positions2(
  positions: usize, at: usize, out: usize, pixel: usize, row: usize, base: i32, right: v128, below: v128, diagonal: v128,
): void {
  const here = i32x4.splat(base);
  for (const end = at + pixel; at < end; at += 16) {
    const max = v128.load(out);
    let place = v128.bitselect(below, diagonal, f32x4.eq(v128.load(at + row), max));
    place = v128.bitselect(right, place, f32x4.eq(v128.load(at + pixel), max));
    place = v128.andnot(place, f32x4.eq(v128.load(at), max));
    v128.store(positions, i32x4.add(here, place));
    out += 16;
    positions += 16;
  }
}

function positionsAny(
  positions: usize, at: usize, out: usize, pixel: usize, row: usize, base: i32, rowBytes: i32, columnBytes: i32, size: i32,
): void {
  const here = i32x4.splat(base);
  for (const end = at + pixel; at < end; at += 16) {
    v128.store(positions, i32x4.add(here, placeOf(v128.load(out), at, size, pixel, row, rowBytes, columnBytes)));
    out += 16;
    positions += 16;
  }
}

function placeOf(max: v128, corner: usize, size: i32, pixel: usize, row: usize, rowBytes: i32, columnBytes: i32): v128 {
  let place = i32x4.splat(0);
  for (let di = size - 1; di >= 0; di--) {
    for (let dj = size - 1; dj >= 0; dj--) {
      const here = f32x4.eq(v128.load(corner + <usize>di * row + <usize>dj * pixel), max);
      place = v128.bitselect(i32x4.splat(di * rowBytes + dj * columnBytes), place, here);
    }
  }
  return place;
}

/** dInput = 0 but at each window's maximum, where it is dOut. @param count windows times f @param bytes of dInput */
export function poolGradient(dInput: usize, dOut: usize, positions: usize, count: i32, bytes: i32): void {
  memory.fill(dInput, 0, bytes);
  for (let k: usize = 0; k < <usize>count << 2; k += 4) {
    store<f32>(dInput + <usize>load<i32>(positions + k), load<f32>(dOut + k));
  }
}
