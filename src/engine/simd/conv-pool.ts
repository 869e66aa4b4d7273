/**
 * A 3 x 3 convolution of images of one channel and the 2 x 2 max pooling behind it, in one pass: of the convolution nothing is stored.
 *
 * Two rows of output come from four rows of input by Winograd's F(2, 3): with d0 .. d3 the rows of input and g0, g1, g2 those of the filter,
 *
 *   m0 = (d0 - d2) * g0    m1 = (d1 + d2) * (g0 + g1 + g2) / 2    m2 = (d2 - d1) * (g0 - g1 + g2) / 2    m3 = (d1 - d3) * g2
 *   y0 = m0 + m1 + m2      y1 = m1 - m2 - m3
 *
 * where * slides along the row: four products where six were, and the four of d and of g are made once for all.
 */

const half = memory.data<f32>([0.5, 0.5, 0.5, 0.5]);

/**
 * @param rows4  (f / 8, 4, 3, 8), and (4, 3, 4) for a rest of four: the filters' four rows
 * @param filters (3, 3, f), f a multiple of 4
 */
export function filterRows(rows4: usize, filters: usize, f: i32): void {
  const weight = <usize>f << 2;
  const h = v128.load(half);
  for (let x: usize = 0; x < weight; x += 16) {
    const wide: usize = (x & ~31) + 32 <= weight ? 32 : 16;
    const block = rows4 + (x & ~31) * 12;
    for (let dj: usize = 0; dj < 3; dj++) {
      const at = filters + x + dj * weight, to = block + dj * wide + (x & 31);
      const g0 = v128.load(at), g1 = v128.load(at + 3 * weight), g2 = v128.load(at + 6 * weight);
      const s = f32x4.add(g0, g2);
      v128.store(to, g0);
      v128.store(to + 3 * wide, f32x4.mul(h, f32x4.add(s, g1)));
      v128.store(to + 6 * wide, f32x4.mul(h, f32x4.sub(s, g1)));
      v128.store(to + 9 * wide, g2);
    }
  }
}

// @ts-ignore: decorator
@inline
function inputRows(t: usize, bytes: usize, d: usize, row: usize): void {
  for (let x: usize = 0; x < bytes; x += 16) {
    const d0 = v128.load(d + x), d1 = v128.load(d + x + row), d2 = v128.load(d + x + 2 * row), d3 = v128.load(d + x + 3 * row);
    v128.store(t + x, f32x4.sub(d0, d2));
    v128.store(t + x + bytes, f32x4.add(d1, d2));
    v128.store(t + x + 2 * bytes, f32x4.sub(d2, d1));
    v128.store(t + x + 3 * bytes, f32x4.sub(d1, d3));
  }
}

// V8 loads all that a loop's body loads before it computes anything: fifteen vectors, then, and no more.

/** m[j, 8] = Σ_dj t[j + dj] · g[dj, 8], four j at a time */
// @ts-ignore: decorator
@inline
function slide8(m: usize, t: usize, end: usize, g: usize): void {
  const g0 = v128.load(g), h0 = v128.load(g, 16), g1 = v128.load(g, 32), h1 = v128.load(g, 48), g2 = v128.load(g, 64), h2 = v128.load(g, 80);
  for (; t < end; t += 16) {
    const a = v128.load32_splat(t), b = v128.load32_splat(t, 4), c = v128.load32_splat(t, 8);
    v128.store(m, f32x4.add(f32x4.add(f32x4.mul(a, g0), f32x4.mul(b, g1)), f32x4.mul(c, g2)));
    v128.store(m, f32x4.add(f32x4.add(f32x4.mul(a, h0), f32x4.mul(b, h1)), f32x4.mul(c, h2)), 16);
    const d = v128.load32_splat(t, 12);
    v128.store(m, f32x4.add(f32x4.add(f32x4.mul(b, g0), f32x4.mul(c, g1)), f32x4.mul(d, g2)), 32);
    v128.store(m, f32x4.add(f32x4.add(f32x4.mul(b, h0), f32x4.mul(c, h1)), f32x4.mul(d, h2)), 48);
    const e = v128.load32_splat(t, 16);
    v128.store(m, f32x4.add(f32x4.add(f32x4.mul(c, g0), f32x4.mul(d, g1)), f32x4.mul(e, g2)), 64);
    v128.store(m, f32x4.add(f32x4.add(f32x4.mul(c, h0), f32x4.mul(d, h1)), f32x4.mul(e, h2)), 80);
    const f = v128.load32_splat(t, 20);
    v128.store(m, f32x4.add(f32x4.add(f32x4.mul(d, g0), f32x4.mul(e, g1)), f32x4.mul(f, g2)), 96);
    v128.store(m, f32x4.add(f32x4.add(f32x4.mul(d, h0), f32x4.mul(e, h1)), f32x4.mul(f, h2)), 112);
    m += 128;
  }
}

// @ts-ignore: decorator
@inline
function slide4(m: usize, t: usize, end: usize, g: usize): void {
  const g0 = v128.load(g), g1 = v128.load(g, 16), g2 = v128.load(g, 32);
  for (; t < end; t += 8) {
    const a = v128.load32_splat(t), b = v128.load32_splat(t, 4), c = v128.load32_splat(t, 8), d = v128.load32_splat(t, 12);
    v128.store(m, f32x4.add(f32x4.add(f32x4.mul(a, g0), f32x4.mul(b, g1)), f32x4.mul(c, g2)));
    v128.store(m, f32x4.add(f32x4.add(f32x4.mul(b, g0), f32x4.mul(c, g1)), f32x4.mul(d, g2)), 16);
    m += 32;
  }
}

/** Four maxima and, if asked for, where they are. */
// @ts-ignore: decorator
@inline
function largest(out: usize, positions: usize, m: usize, mRow: usize, wide: usize, here: v128, right: v128, below: v128): void {
  const a1 = v128.load(m + mRow), a2 = v128.load(m + 2 * mRow);
  const y00 = f32x4.add(v128.load(m), f32x4.add(a1, a2)), y10 = f32x4.sub(f32x4.sub(a1, a2), v128.load(m + 3 * mRow));
  const n = m + wide;
  const b1 = v128.load(n + mRow), b2 = v128.load(n + 2 * mRow);
  const y01 = f32x4.add(v128.load(n), f32x4.add(b1, b2)), y11 = f32x4.sub(f32x4.sub(b1, b2), v128.load(n + 3 * mRow));
  const top = f32x4.pmax(y00, y01), bottom = f32x4.pmax(y10, y11);
  v128.store(out, f32x4.pmax(top, bottom));
  if (positions) {
    const low = f32x4.gt(bottom, top);
    const side = v128.bitselect(f32x4.gt(y11, y10), f32x4.gt(y01, y00), low);
    v128.store(positions, i32x4.add(i32x4.add(here, v128.and(side, right)), v128.and(low, below)));
  }
}

/**
 * @param out        n times (rows, columns, f)
 * @param positions  for each value of out where its maximum is, in bytes from the image's beginning; 0 where nobody asks
 * @param input      n times `size` float32, rows of w; up to 32 bytes behind are read
 * @param bias       (f), or 0
 * @param scratch    4 · (2 · columns + 8) · 9 float32
 */
export function convPool(
  out: usize, positions: usize, input: usize, filters: usize, bias: usize, n: i32,
  size: i32, w: i32, rows: i32, columns: i32, f: i32, rows4: usize, scratch: usize,
): void {
  filterRows(rows4, filters, f);
  const weight = <usize>f << 2, row = <usize>w << 2;
  const bytes = (<usize>(2 * columns + 5) << 2) & ~15; // of a transformed row
  const slots = <usize>((2 * columns + 3) & ~3);
  const m = scratch + 4 * bytes + 64;
  v128.store(m, i32x4.splat(4));
  const right = v128.load(m);
  v128.store(m, i32x4.splat(<i32>row));
  const below = v128.load(m);
  const outBytes = <usize>(rows * columns) * weight;
  for (let k = 0; k < n; k++) {
    let at = input;
    let to = out, places = positions;
    for (let i = 0; i < rows; i++) {
      inputRows(scratch, bytes, at, row);
      for (let x: usize = 0; x < weight; x += 32) {
        const wide: usize = x + 32 <= weight ? 32 : 16;
        const g = rows4 + x * 12;
        const mRow = slots * wide;
        for (let r: usize = 0; r < 4; r++) {
          const t = scratch + r * bytes;
          if (wide == 32) slide8(m + r * mRow, t, t + (slots << 2), g + r * 96);
          else slide4(m + r * mRow, t, t + (slots << 2), g + r * 48);
        }
        for (let half: usize = 0; half < wide; half += 16) {
          let y = m + half, o = to + x + half, p = places ? places + x + half : 0;
          let here = i32x4.splat(<i32>(at - input));
          if (p) {
            for (const end = o + <usize>columns * weight; o < end; o += weight) {
              largest(o, p, y, mRow, wide, here, right, below);
              here = i32x4.add(here, i32x4.splat(8));
              y += 2 * wide;
              p += weight;
            }
          } else {
            for (const end = o + <usize>columns * weight; o < end; o += weight) {
              largest(o, 0, y, mRow, wide, here, right, below);
              y += 2 * wide;
            }
          }
        }
      }
      at += 2 * row;
      to += <usize>columns * weight;
      if (places) places += <usize>columns * weight;
    }
    if (bias) {
      for (let o = out; o < out + outBytes; o += weight) {
        for (let x: usize = 0; x < weight; x += 16) v128.store(o + x, f32x4.add(v128.load(o + x), v128.load(bias + x)));
      }
    }
    input += <usize>size << 2;
    out += outBytes;
    if (positions) positions += outBytes;
  }
}
