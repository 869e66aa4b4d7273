// The input's gradient of a convolution that max pooling follows: see pooled.ts.

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
 * Filters whose maximum is at the same pixel of a window are added up before they are stored.
 *
 * @param run      kw · c, a multiple of 4
 * @param h        rows of dInput, of `row` bytes each
 * @param scratch  (5, f)
 */
export function pooledInputGradient(
  dInput: usize, dPooled: usize, positions: usize, byFilter: usize,
  windows: i32, f: i32, kh: i32, run: i32, h: i32, row: usize, scratch: usize,
): void {
  memory.fill(dInput, 0, <usize>h * row);
  const bytes = <usize>run << 2;
  // What is loaded was stored in words of the same size, or the processor would have to wait for it.
  const list = <usize>f << 2;
  const filters = scratch + list, places = filters + list, chosen = places + list;
  for (let window = 0; window < windows; window++) {
    // Slopes, weights and places of the filters whose slope is not 0.
    let left: usize = 0;
    let weights = byFilter;
    for (let k = 0; k < f; k++) {
      store<f32>(scratch + left, load<f32>(dPooled));
      store<i32>(filters + left, <i32>weights);
      store<i32>(places + left, load<i32>(positions));
      left += load<f32>(dPooled) == 0 ? 0 : 4;
      weights += <usize>kh * bytes;
      dPooled += 4;
      positions += 4;
    }
    while (left > 0) {
      // Those at the first one's place are chosen, the others move up.
      const place = load<i32>(places);
      let end = chosen;
      let kept: usize = 0;
      for (let k: usize = 0; k < left; k += 4) {
        const slope = load<i32>(scratch + k), filter = load<i32>(filters + k), here = load<i32>(places + k);
        store<i32>(end, slope);
        store<i32>(end, filter, 4);
        store<i32>(scratch + kept, slope);
        store<i32>(filters + kept, filter);
        store<i32>(places + kept, here);
        end += here == place ? 8 : 0;
        kept += here == place ? 0 : 4;
      }
      left = kept;
      scatter(dInput + <usize>place, chosen, end, kh, bytes, row);
    }
  }
}

/** to[di, x] += Σ slope · weights[di, x] over a list of (slope, address of the weights) */
function scatter(to: usize, list: usize, end: usize, kh: i32, bytes: usize, row: usize): void {
  let from: usize = 0;
  for (let di = 0; di < kh; di++) {
    let x: usize = 0;
    for (; x + 96 <= bytes; x += 96) scatter6(to + x, list, end, from + x);
    for (; x + 48 <= bytes; x += 48) scatter3(to + x, list, end, from + x);
    for (; x < bytes; x += 16) scatter1(to + x, list, end, from + x);
    to += row;
    from += bytes;
  }
}

function scatter1(to: usize, list: usize, end: usize, from: usize): void {
  let s0 = v128.load(to);
  for (; list < end; list += 8) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load32_splat(list), v128.load(<usize>load<i32>(list, 4) + from)));
  }
  v128.store(to, s0);
}

function scatter3(to: usize, list: usize, end: usize, from: usize): void {
  let s0 = v128.load(to), s1 = v128.load(to, 16), s2 = v128.load(to, 32);
  for (; list < end; list += 8) {
    const slope = v128.load32_splat(list);
    const at = <usize>load<i32>(list, 4) + from;
    s0 = f32x4.add(s0, f32x4.mul(slope, v128.load(at)));
    s1 = f32x4.add(s1, f32x4.mul(slope, v128.load(at, 16)));
    s2 = f32x4.add(s2, f32x4.mul(slope, v128.load(at, 32)));
  }
  v128.store(to, s0); v128.store(to, s1, 16); v128.store(to, s2, 32);
}

function scatter6(to: usize, list: usize, end: usize, from: usize): void {
  let s0 = v128.load(to), s1 = v128.load(to, 16), s2 = v128.load(to, 32);
  let s3 = v128.load(to, 48), s4 = v128.load(to, 64), s5 = v128.load(to, 80);
  for (; list < end; list += 8) {
    const slope = v128.load32_splat(list);
    const at = <usize>load<i32>(list, 4) + from;
    s0 = f32x4.add(s0, f32x4.mul(slope, v128.load(at)));
    s1 = f32x4.add(s1, f32x4.mul(slope, v128.load(at, 16)));
    s2 = f32x4.add(s2, f32x4.mul(slope, v128.load(at, 32)));
    s3 = f32x4.add(s3, f32x4.mul(slope, v128.load(at, 48)));
    s4 = f32x4.add(s4, f32x4.mul(slope, v128.load(at, 64)));
    s5 = f32x4.add(s5, f32x4.mul(slope, v128.load(at, 80)));
  }
  v128.store(to, s0); v128.store(to, s1, 16); v128.store(to, s2, 32);
  v128.store(to, s3, 48); v128.store(to, s4, 64); v128.store(to, s5, 80);
}
