import { contract } from "./contract";
import { winogradFold } from "./winograd-filters";
import { fractions, inputTiles, inside, planeBytes } from "./winograd-tiles";

/** to[0 .. 5] = A y[0 .. 3], `step` bytes apart */
// @ts-ignore: decorator
@inline
function byATransposed(to: usize, step: usize, y0: v128, y1: v128, y2: v128, y3: v128): void {
  const even = f32x4.add(y0, y2), odd = f32x4.add(y1, y3);
  const y22 = f32x4.add(y2, y2), y12 = f32x4.add(y1, y1), y32 = f32x4.add(y3, y3), y34 = f32x4.add(y32, y32);
  const even2 = f32x4.add(y0, f32x4.add(y22, y22)), odd2 = f32x4.add(y12, f32x4.add(y34, y34));
  v128.store(to, y0);
  v128.store(to + step, f32x4.add(even, odd));
  v128.store(to + 2 * step, f32x4.sub(even, odd));
  v128.store(to + 3 * step, f32x4.add(even2, odd2));
  v128.store(to + 4 * step, f32x4.sub(even2, odd2));
  v128.store(to + 5 * step, y3);
}

/** dm (36, tiles, f) = A dy Aᵀ of one image's slopes (h, w, f), 0 beyond them. @param scratch 24 vectors */
// @ts-ignore: decorator
@inline
function slopeTiles(
  dm: usize, plane: usize, dy: usize, h: i32, w: i32, f: i32, rows: i32, columns: i32, scratch: usize,
): void {
  const pixel = <usize>f << 2, row = <usize>w * pixel;
  for (let i = 0; i < 4 * rows; i += 4) {
    for (let j = 0; j < 4 * columns; j += 4) {
      const corner = dy + <usize>(i * w + j) * pixel;
      for (let x: usize = 0; x < pixel; x += 16) {
        let at = corner + x;
        for (let k = 0; k < 4; k++) {
          const here = j + k < w;
          byATransposed(
            scratch + (<usize>k << 4), 64, inside(at, here), inside(at + row, here && i + 1 < h),
            inside(at + 2 * row, here && i + 2 < h), inside(at + 3 * row, here && i + 3 < h),
          );
          at += pixel;
        }
        let to = dm + x;
        for (let from = scratch; from < scratch + 384; from += 64) {
          byATransposed(to, plane, v128.load(from), v128.load(from, 16), v128.load(from, 32), v128.load(from, 48));
          to += 6 * plane;
        }
      }
      dm += pixel;
    }
  }
}

/** to[0 .. 5] = B v[0 .. 5], `step` bytes apart */
// @ts-ignore: decorator
@inline
function byBTransposed(
  to: usize, step: usize, v0: v128, v1: v128, v2: v128, v3: v128, v4: v128, v5: v128, four: v128,
): void {
  const s = f32x4.add(v1, v2), t = f32x4.sub(v1, v2), p = f32x4.add(v3, v4);
  const half = f32x4.sub(v3, v4), q = f32x4.add(half, half), a = f32x4.add(v0, s);
  v128.store(to, f32x4.mul(four, v0));
  v128.store(to + step, f32x4.sub(f32x4.mul(four, f32x4.sub(v5, t)), q));
  v128.store(to + 2 * step, f32x4.neg(f32x4.add(f32x4.mul(four, a), f32x4.add(v0, p))));
  v128.store(to + 3 * step, f32x4.sub(f32x4.add(f32x4.sub(t, v5), q), f32x4.mul(four, v5)));
  v128.store(to + 4 * step, f32x4.add(a, p));
  v128.store(to + 5 * step, v5);
}

/**
 * Adds B dv Bᵀ to one image's dInput (h, w, c). The first tile's corner is at (-top, -left); what falls outside is dropped.
 *
 * @param scratch  36 vectors
 */
// @ts-ignore: decorator
@inline
function addInputSlopes(
  dInput: usize, dv: usize, plane: usize, h: i32, w: i32, c: i32, rows: i32, columns: i32, top: i32, left: i32, scratch: usize,
): void {
  const pixel = <usize>c << 2, row = <usize>w * pixel;
  const four = v128.load(fractions);
  for (let i = -top; i < 4 * rows - top; i += 4) {
    const firstRow = max(0, -i), rowsEnd = min(6, h - i);
    for (let j = -left; j < 4 * columns - left; j += 4) {
      const corner = dInput + <usize>(i * w + j) * pixel;
      const firstColumn = max(0, -j), columnsEnd = min(6, w - j);
      for (let x: usize = 0; x < pixel; x += 16) {
        let at = dv + x;
        for (let to = scratch; to < scratch + 96; to += 16) {
          byBTransposed(
            to, 96, v128.load(at), v128.load(at + 6 * plane), v128.load(at + 12 * plane),
            v128.load(at + 18 * plane), v128.load(at + 24 * plane), v128.load(at + 30 * plane), four,
          );
          at += plane;
        }
        for (let di = firstRow; di < rowsEnd; di++) {
          const from = scratch + <usize>di * 96;
          byBTransposed(
            from, 16, v128.load(from), v128.load(from, 16), v128.load(from, 32),
            v128.load(from, 48), v128.load(from, 64), v128.load(from, 80), four,
          );
          const to = corner + x + <usize>di * row;
          for (let dj = firstColumn; dj < columnsEnd; dj++) {
            const here = to + <usize>dj * pixel;
            v128.store(here, f32x4.add(v128.load(here), v128.load(from + (<usize>dj << 4))));
          }
        }
      }
      dv += pixel;
    }
  }
}

/**
 * Both gradients of `winograd` from one transform of the slopes. With d a tile of the input and dy of the slopes, over all tiles
 *
 *   du = Σ (Bᵀ d B) ∘ (A dy Aᵀ)                   of which `winogradFold` makes the filters' gradient, added to dFilters
 *   dInput = Σ B [(G g Gᵀ) ∘ (A dy Aᵀ)] Bᵀ        from 0, added up where tiles overlap
 *
 * @param dFilters  (3, 3, c, f)
 * @param dInput    n times (inH, inW, c), the input without what pads it, which begins at (top, left) of it; 0 where it is not wanted
 * @param input     n times (h, w, c), with its padding
 * @param dOut      n times (h - 2, w - 2, f)
 * @param byFilter  the filters as `swapFilters`, then `winogradFilters` make them: (36, f, c)
 * @param tileOffsets  (together · tiles) 32-bit integers, 4 · c · tile
 * @param filterOffsets  (f) 32-bit integers, 4 · f
 * @param scratch, together  see `winograd`; behind its planes 36 planes (c, f)
 */
export function winogradGradients(
  dFilters: usize, dInput: usize, input: usize, dOut: usize, byFilter: usize, n: i32, h: i32, w: i32, c: i32, f: i32,
  inH: i32, inW: i32, top: i32, left: i32, tileOffsets: usize, filterOffsets: usize, scratch: usize, together: i32,
): void {
  const rows = h - 2, columns = w - 2;
  const down = (rows + 3) >> 2, along = (columns + 3) >> 2, tiles = down * along;
  const vPlane = planeBytes(together * tiles * c), mPlane = planeBytes(together * tiles * f), uPlane = planeBytes(c * f);
  const v = scratch + 576, m = v + 36 * vPlane, du = m + 36 * mPlane;
  const vTile = <usize>c << 2, mTile = <usize>f << 2;
  const inputBytes = <usize>(h * w) * vTile, slopeBytes = <usize>(rows * columns) * mTile;
  const dInputBytes = <usize>(inH * inW) * vTile;
  if (dInput) memory.fill(dInput, 0, <usize>n * dInputBytes);
  for (let k = 0; k < n; k += together) {
    const images = min(together, n - k);
    for (let image = 0; image < images; image++) {
      inputTiles(v + <usize>(image * tiles) * vTile, vPlane, input, h, w, c, down, along, scratch);
      slopeTiles(m + <usize>(image * tiles) * mTile, mPlane, dOut, rows, columns, f, down, along, scratch);
      input += inputBytes;
      dOut += slopeBytes;
    }
    for (let place: usize = 0; place < 36; place++) {
      contract(
        du + place * uPlane, mTile, c, f, v + place * vPlane, 4,
        tileOffsets, m + place * mPlane, mTile, images * tiles, 0, k > 0,
      );
    }
    if (!dInput) continue;
    for (let place: usize = 0; place < 36; place++) {
      contract(
        v + place * vPlane, vTile, images * tiles, c, m + place * mPlane, mTile,
        filterOffsets, byFilter + place * uPlane, vTile, f, 0, false,
      );
    }
    for (let image = 0; image < images; image++) {
      addInputSlopes(dInput, v + <usize>(image * tiles) * vTile, vPlane, inH, inW, c, down, along, top, left, scratch);
      dInput += dInputBytes;
    }
  }
  winogradFold(dFilters, du, c, f, scratch);
}
