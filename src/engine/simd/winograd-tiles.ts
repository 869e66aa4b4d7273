/**
 * What Winograd's F(4 x 4, 3 x 3) needs for its forward pass and for its gradients.
 *
 * A 3 x 3 convolution of stride 1 is made in tiles of 4 x 4 pixels of output, with 36 products a tile, channel and filter
 * where the sum as it stands has 144:
 *
 *   y = Aᵀ [(G g Gᵀ) ∘ (Bᵀ d B)] A     d a 6 x 6 tile of the input, g a 3 x 3 filter, y 4 x 4 pixels of output
 *
 *        ⎡ 4  0 −5  0 1 0 ⎤        ⎡ 1/4    0     0  ⎤
 *        ⎢ 0 −4 −4  1 1 0 ⎥        ⎢ −1/6 −1/6  −1/6 ⎥          ⎡ 1 1  1 1  1 0 ⎤
 *   Bᵀ = ⎢ 0  4 −4 −1 1 0 ⎥    G = ⎢ −1/6  1/6  −1/6 ⎥     Aᵀ = ⎢ 0 1 −1 2 −2 0 ⎥
 *        ⎢ 0 −2 −1  2 1 0 ⎥        ⎢ 1/24  1/12  1/6 ⎥          ⎢ 0 1  1 4  4 0 ⎥
 *        ⎢ 0  2 −1 −2 1 0 ⎥        ⎢ 1/24 −1/12  1/6 ⎥          ⎣ 0 1 −1 8 −8 1 ⎦
 *        ⎣ 0  4  0 −5 0 1 ⎦        ⎣  0     0     1  ⎦
 *
 * ∘ multiplies place by place. Over all channels and filters, each of the 36 places is a product of matrices, (tiles, c) by
 * (c, f), which `contract` makes. Lanes run over channels.
 *
 * Sums are rounded some three times as much as direct ones: outputs and gradients of up to 64 channels are within 1e-5 of the
 * largest value (5.1e-6 was seen). What is exactly 0 in a direct sum may be 1e-10 of rounding here; gradient descent does not
 * notice, but Adam, which divides by the size of the slope, makes a step of it.
 *
 * @see Lavin and Gray, Fast Algorithms for Convolutional Neural Networks
 */

/**
 * Bytes from one of 36 planes of `count` float32 to the next. A plane lies 64 bytes further from the next than it must:
 * at distances of a power of two all 36 would use the same lines of the cache.
 */
// @ts-ignore: decorator
@inline
export function planeBytes(count: i32): usize {
  return (<usize>count << 2) + 64;
}

/** Vectors of 4 and of G's fractions. A loaded vector stays in its register; a splat would be computed again at every use. */
export const fractions = memory.data<f32>([
  4, 4, 4, 4, 0.25, 0.25, 0.25, 0.25,
  0.16666667, 0.16666667, 0.16666667, 0.16666667,
  0.083333336, 0.083333336, 0.083333336, 0.083333336,
  0.041666668, 0.041666668, 0.041666668, 0.041666668,
]);

/** to[0 .. 5] = Bᵀ d[0 .. 5], `step` bytes apart */
// @ts-ignore: decorator
@inline
function byB(to: usize, step: usize, d0: v128, d1: v128, d2: v128, d3: v128, d4: v128, d5: v128, four: v128): void {
  const c = f32x4.sub(d4, d2), half = f32x4.sub(d3, d1), e = f32x4.add(half, half);
  const a = f32x4.sub(d4, f32x4.mul(four, d2)), b = f32x4.sub(d3, f32x4.mul(four, d1));
  v128.store(to, f32x4.add(f32x4.mul(four, f32x4.sub(d0, d2)), c));
  v128.store(to + step, f32x4.add(a, b));
  v128.store(to + 2 * step, f32x4.sub(a, b));
  v128.store(to + 3 * step, f32x4.add(c, e));
  v128.store(to + 4 * step, f32x4.sub(c, e));
  v128.store(to + 5 * step, f32x4.sub(f32x4.sub(d5, d3), f32x4.add(e, e)));
}

/** What is at `at`, or 0 where that is beyond the image. */
// @ts-ignore: decorator
@inline
export function inside(at: usize, yes: bool): v128 {
  return yes ? v128.load(at) : f32x4.splat(0);
}

/**
 * v (36, tiles, c) = Bᵀ d B for every tile of one image; what is to the right of and below the image counts as 0.
 *
 * @param plane    bytes from one of the 36 to the next
 * @param input    (h, w, c), c a multiple of 4
 * @param rows, columns  of tiles
 * @param scratch  36 vectors
 */
export function inputTiles(
  v: usize, plane: usize, input: usize, h: i32, w: i32, c: i32, rows: i32, columns: i32, scratch: usize,
): void {
  const pixel = <usize>c << 2, row = <usize>w * pixel;
  const four = v128.load(fractions);
  for (let i = 0; i < 4 * rows; i += 4) {
    for (let j = 0; j < 4 * columns; j += 4) {
      const corner = input + <usize>(i * w + j) * pixel;
      const all = i + 6 <= h && j + 6 <= w;
      for (let x: usize = 0; x < pixel; x += 16) {
        let at = corner + x;
        if (all) {
          for (let to = scratch; to < scratch + 96; to += 16) {
            byB(
              to, 96, v128.load(at), v128.load(at + row), v128.load(at + 2 * row),
              v128.load(at + 3 * row), v128.load(at + 4 * row), v128.load(at + 5 * row), four,
            );
            at += pixel;
          }
        } else {
          for (let k = 0; k < 6; k++) {
            const here = j + k < w;
            byB(
              scratch + (<usize>k << 4), 96, inside(at, here && i < h), inside(at + row, here && i + 1 < h),
              inside(at + 2 * row, here && i + 2 < h), inside(at + 3 * row, here && i + 3 < h),
              inside(at + 4 * row, here && i + 4 < h), inside(at + 5 * row, here && i + 5 < h), four,
            );
            at += pixel;
          }
        }
        let to = v + x;
        for (let from = scratch; from < scratch + 576; from += 96) {
          byB(
            to, plane, v128.load(from), v128.load(from, 16), v128.load(from, 32),
            v128.load(from, 48), v128.load(from, 64), v128.load(from, 80), four,
          );
          to += 6 * plane;
        }
      }
      v += pixel;
    }
  }
}
