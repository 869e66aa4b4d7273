import { fractions, planeBytes } from "./winograd-tiles";

// Filters on their way to Winograd's tiles, and their gradient on its way back: see winograd-tiles.ts.

/** to[0 .. 5] = G (a, b, d), `step` bytes apart */
// @ts-ignore: decorator
@inline
function byG(to: usize, step: usize, a: v128, b: v128, d: v128): void {
  const sixth = v128.load(fractions, 32), twelfth = v128.load(fractions, 48);
  const even = f32x4.mul(sixth, f32x4.add(a, d)), odd = f32x4.mul(sixth, b);
  const outer = f32x4.add(f32x4.mul(v128.load(fractions, 64), a), f32x4.mul(sixth, d)), inner = f32x4.mul(twelfth, b);
  v128.store(to, f32x4.mul(v128.load(fractions, 16), a));
  v128.store(to + step, f32x4.neg(f32x4.add(even, odd)));
  v128.store(to + 2 * step, f32x4.sub(odd, even));
  v128.store(to + 3 * step, f32x4.add(outer, inner));
  v128.store(to + 4 * step, f32x4.sub(outer, inner));
  v128.store(to + 5 * step, d);
}

/**
 * u (36, c, f) = G g Gᵀ of every filter.
 *
 * @param filters  (3, 3, c, f), c · f a multiple of 4
 * @param scratch  18 vectors
 */
export function winogradFilters(u: usize, filters: usize, c: i32, f: i32, scratch: usize): void {
  const tap = <usize>(c * f) << 2, plane = planeBytes(c * f);
  for (let x: usize = 0; x < tap; x += 16) {
    let at = filters + x;
    for (let to = scratch; to < scratch + 48; to += 16) {
      byG(to, 48, v128.load(at), v128.load(at + 3 * tap), v128.load(at + 6 * tap));
      at += tap;
    }
    let to = u + x;
    for (let from = scratch; from < scratch + 288; from += 48) {
      byG(to, plane, v128.load(from), v128.load(from, 16), v128.load(from, 32));
      to += 6 * plane;
    }
  }
}

/** to[0 .. 2] += Gᵀ u[0 .. 5], `step` bytes apart */
// @ts-ignore: decorator
@inline
function addByGBack(to: usize, step: usize, u0: v128, u1: v128, u2: v128, u3: v128, u4: v128, u5: v128): void {
  const sixth = v128.load(fractions, 32);
  const s = f32x4.mul(sixth, f32x4.add(u1, u2)), d = f32x4.mul(sixth, f32x4.sub(u2, u1));
  const p = f32x4.add(u3, u4), r = f32x4.mul(v128.load(fractions, 48), f32x4.sub(u3, u4));
  const first = f32x4.add(f32x4.sub(f32x4.mul(v128.load(fractions, 16), u0), s), f32x4.mul(v128.load(fractions, 64), p));
  const last = f32x4.add(f32x4.sub(f32x4.mul(sixth, p), s), u5);
  v128.store(to, f32x4.add(v128.load(to), first));
  v128.store(to + step, f32x4.add(v128.load(to + step), f32x4.add(d, r)));
  v128.store(to + 2 * step, f32x4.add(v128.load(to + 2 * step), last));
}

/**
 * Folds what `winogradGradients` gathered: dFilters (3, 3, c, f) += Gᵀ du G.
 *
 * @param du       (36, c, f)
 * @param scratch  18 vectors
 */
export function winogradFold(dFilters: usize, du: usize, c: i32, f: i32, scratch: usize): void {
  const tap = <usize>(c * f) << 2, plane = planeBytes(c * f);
  for (let x: usize = 0; x < tap; x += 16) {
    memory.fill(scratch, 0, 288);
    let at = du + x;
    for (let to = scratch; to < scratch + 96; to += 16) {
      addByGBack(
        to, 96, v128.load(at), v128.load(at + 6 * plane), v128.load(at + 12 * plane),
        v128.load(at + 18 * plane), v128.load(at + 24 * plane), v128.load(at + 30 * plane),
      );
      at += plane;
    }
    let to = dFilters + x;
    for (let from = scratch; from < scratch + 288; from += 96) {
      addByGBack(
        to, tap, v128.load(from), v128.load(from, 16), v128.load(from, 32),
        v128.load(from, 48), v128.load(from, 64), v128.load(from, 80),
      );
      to += 3 * tap;
    }
  }
}

/** swapped[tap, f, c] = filters[tap, c, f]: the filters that send slopes back through Winograd's tiles. */
export function swapFilters(swapped: usize, filters: usize, c: i32, f: i32, taps: i32): void {
  for (let tap = 0; tap < taps; tap++) {
    for (let x = 0; x < c; x++) {
      for (let y = 0; y < f; y++) {
        const value = load<f32>(filters + (<usize>((tap * c + x) * f + y) << 2));
        store<f32>(swapped + (<usize>((tap * f + y) * c + x) << 2), value);
      }
    }
  }
}
