// The input's gradient of a convolution that max pooling follows: see conv-pooled-filters.ts.

/** The filters in the order that `pooledInputGradient` reads: byFilter[f, di, (dj, c)] = filters[di, (dj, c), f]. */
export function filtersByFilter(byFilter: usize, filters: usize, f: i32, kh: i32, run: i32): void {
  const count = kh * run;
  for (let x = 0; x < count; x++) {
    for (let k = 0; k < f; k++) {
      store<f32>(byFilter + (<usize>(k * count + x) << 2), load<f32>(filters + (<usize>(x * f + k) << 2)));
    }
  }
}

/**
 * dInput[position + di, (dj, c)] += dPooled[window, f] · byFilter[f, di, (dj, c)], from 0, one image. A zero slope is skipped.
 *
 * @param run      kw · c, a multiple of 4
 * @param h        rows of dInput, of `row` bytes each
 * @param scratch  (3, f)
 */
export function pooledInputGradient(
  dInput: usize, dPooled: usize, positions: usize, byFilter: usize,
  windows: i32, f: i32, kh: i32, run: i32, h: i32, row: usize, scratch: usize,
): void {
  memory.fill(dInput, 0, <usize>h * row);
  const bytes = <usize>run << 2;
  for (let window = 0; window < windows; window++) {
    // Slope, weights and place of the filters whose slope is not 0 are listed first: a branch in the loop below would be
    // mispredicted half the time.
    let end = scratch;
    let weights = byFilter;
    for (let k = 0; k < f; k++) {
      const slope = load<f32>(dPooled);
      store<f32>(end, slope);
      store<i32>(end, <i32>weights, 4);
      store<i32>(end, load<i32>(positions), 8);
      end += slope == 0 ? 0 : 12;
      weights += <usize>kh * bytes;
      dPooled += 4;
      positions += 4;
    }
    for (let at = scratch; at < end; at += 12) {
      const slope = v128.load32_splat(at);
      let from = <usize>load<i32>(at, 4);
      let to = dInput + <usize>load<i32>(at, 8);
      for (let di = 0; di < kh; di++) {
        let t = to;
        const last = from + bytes;
        for (; from + 96 <= last; from += 96) {
          v128.store(t, f32x4.add(v128.load(t, 0), f32x4.mul(slope, v128.load(from, 0))), 0);
          v128.store(t, f32x4.add(v128.load(t, 16), f32x4.mul(slope, v128.load(from, 16))), 16);
          v128.store(t, f32x4.add(v128.load(t, 32), f32x4.mul(slope, v128.load(from, 32))), 32);
          v128.store(t, f32x4.add(v128.load(t, 48), f32x4.mul(slope, v128.load(from, 48))), 48);
          v128.store(t, f32x4.add(v128.load(t, 64), f32x4.mul(slope, v128.load(from, 64))), 64);
          v128.store(t, f32x4.add(v128.load(t, 80), f32x4.mul(slope, v128.load(from, 80))), 80);
          t += 96;
        }
        for (; from < last; from += 16) {
          v128.store(t, f32x4.add(v128.load(t), f32x4.mul(slope, v128.load(from))));
          t += 16;
        }
        to += row;
      }
    }
  }
}
