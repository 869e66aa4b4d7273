import { contract } from "./contract";
import { inputTiles, planeBytes } from "./winograd-tiles";

/** The first `wanted` of to[0 .. 3] = Aᵀ m[0 .. 5] + bias, `step` bytes apart */
// @ts-ignore: decorator
@inline
function byA(
  to: usize, step: usize, m0: v128, m1: v128, m2: v128, m3: v128, m4: v128, m5: v128, bias: v128, wanted: i32,
): void {
  const s = f32x4.add(m1, m2), d = f32x4.sub(m1, m2), p = f32x4.add(m3, m4), half = f32x4.sub(m3, m4);
  const q = f32x4.add(half, half), p2 = f32x4.add(p, p), q4 = f32x4.add(q, q);
  v128.store(to, f32x4.add(f32x4.add(f32x4.add(m0, s), p), bias));
  if (wanted > 1) v128.store(to + step, f32x4.add(f32x4.add(d, q), bias));
  if (wanted > 2) v128.store(to + 2 * step, f32x4.add(f32x4.add(s, f32x4.add(p2, p2)), bias));
  if (wanted > 3) v128.store(to + 3 * step, f32x4.add(f32x4.add(f32x4.add(d, f32x4.add(q4, q4)), m5), bias));
}

/**
 * out (h, w, f) = Aᵀ m A + bias of one image.
 *
 * @param m        (36, tiles, f), planes `plane` bytes apart
 * @param bias     (f), or 0
 * @param scratch  24 vectors
 */
// @ts-ignore: decorator
@inline
function outputTiles(
  out: usize, m: usize, plane: usize, bias: usize, h: i32, w: i32, f: i32, rows: i32, columns: i32, scratch: usize,
): void {
  const pixel = <usize>f << 2, row = <usize>w * pixel;
  const zero = f32x4.splat(0);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const corner = out + <usize>(4 * (i * w + j)) * pixel;
      const last = scratch + 96 * min(h - 4 * i, 4);
      for (let x: usize = 0; x < pixel; x += 16) {
        let at = m + x;
        for (let to = scratch; to < scratch + 96; to += 16) {
          byA(
            to, 96, v128.load(at), v128.load(at + 6 * plane), v128.load(at + 12 * plane),
            v128.load(at + 18 * plane), v128.load(at + 24 * plane), v128.load(at + 30 * plane), zero, 4,
          );
          at += plane;
        }
        let to = corner + x;
        const b = bias ? v128.load(bias + x) : zero;
        for (let from = scratch; from < last; from += 96) {
          byA(
            to, pixel, v128.load(from), v128.load(from, 16), v128.load(from, 32),
            v128.load(from, 48), v128.load(from, 64), v128.load(from, 80), b, w - 4 * j,
          );
          to += row;
        }
      }
      m += pixel;
    }
  }
}

/**
 * A 3 x 3 convolution of stride 1 by Winograd's tiles: see winograd-tiles.ts.
 *
 * @param out      n times (rows, columns, f), rows = h - 2, columns = w - 2
 * @param input    n times (h, w, c); c and f multiples of 4
 * @param u        the filters as `winogradFilters` makes them
 * @param bias     (f), or 0
 * @param offsets  (c) 32-bit integers, 4 · c
 * @param scratch  36 vectors, then 36 planes (together · tiles, c), then 36 planes (together · tiles, f)
 * @param together  images whose tiles are multiplied at once
 */
export function winograd(
  out: usize, input: usize, u: usize, bias: usize, n: i32,
  h: i32, w: i32, c: i32, f: i32, offsets: usize, scratch: usize, together: i32,
): void {
  const rows = h - 2, columns = w - 2;
  const down = (rows + 3) >> 2, along = (columns + 3) >> 2, tiles = down * along;
  const vPlane = planeBytes(together * tiles * c), mPlane = planeBytes(together * tiles * f), uPlane = planeBytes(c * f);
  const v = scratch + 576, m = v + 36 * vPlane;
  const vTile = <usize>c << 2, mTile = <usize>f << 2;
  const inputBytes = <usize>(h * w) * vTile, outBytes = <usize>(rows * columns) * mTile;
  for (let k = 0; k < n; k += together) {
    const images = min(together, n - k);
    for (let image = 0; image < images; image++) {
      inputTiles(v + <usize>(image * tiles) * vTile, vPlane, input, h, w, c, down, along, scratch);
      input += inputBytes;
    }
    for (let place: usize = 0; place < 36; place++) {
      contract(
        m + place * mPlane, mTile, images * tiles, f, v + place * vPlane, vTile,
        offsets, u + place * uPlane, mTile, c, 0, false,
      );
    }
    for (let image = 0; image < images; image++) {
      outputTiles(out, m + <usize>(image * tiles) * mTile, mPlane, bias, rows, columns, f, down, along, scratch);
      out += outBytes;
    }
  }
}
