// Gradients of a convolution that max pooling follows. Only each window's maximum has a slope, a quarter of all
// pixels at most, and the pixels under the window there are runs of neighbouring values: lanes run along them.

/**
 * Adds to dFilters[f, di, (dj, c)] the sum over the windows of dPooled[window, f] · input[position + di, (dj, c)], one image.
 *
 * @param dFilters   (f, kh, run), run = kw · c rounded up to a multiple of 4; what is beyond kw · c means nothing
 * @param input      (h, w, c), followed by at least 12 readable bytes
 * @param dPooled    (windows, f)
 * @param positions  (windows, f), distances in input from `positions`
 * @param row        bytes of a row of input
 * @param scratch    (2, windows)
 */
export function pooledFilterGradient(
  dFilters: usize, input: usize, dPooled: usize, positions: usize,
  windows: i32, f: i32, kh: i32, run: i32, row: usize, scratch: usize,
): void {
  const step = <usize>f << 2;
  const end = <usize>windows * step;
  const listed = scratch + (<usize>windows << 2);
  if (run == 4 && kh == 3) {
    for (let k: usize = 0; k < step; k += 8) {
      gatherTwo(dFilters, input, row, dPooled + k, positions + k, step, end);
      dFilters += 96;
    }
    return;
  }
  for (let k = 0; k < f; k++) {
    const slopes = dPooled + (<usize>k << 2);
    const places = positions + (<usize>k << 2);
    // Behind relu many slopes are 0: what is visited many times is listed first.
    let count: usize = 0;
    for (let at: usize = 0; at < end; at += step) {
      store<f32>(scratch + count, load<f32>(slopes + at));
      store<i32>(listed + count, load<i32>(places + at));
      count += load<f32>(slopes + at) == 0 ? 0 : 4;
    }
    for (let di = 0; di < kh; di++) {
      const from = input + <usize>di * row;
      let x = 0;
      for (; x + 24 <= run; x += 24) gather6(dFilters + (<usize>x << 2), from + (<usize>x << 2), scratch, listed, 4, count);
      for (; x + 12 <= run; x += 12) gather3(dFilters + (<usize>x << 2), 16, from + (<usize>x << 2), 16, scratch, listed, 4, count);
      for (; x < run; x += 4) gather1(dFilters + (<usize>x << 2), from + (<usize>x << 2), scratch, listed, 4, count);
      dFilters += <usize>run << 2;
    }
  }
}

/** Two filters at a time: six sums hide an addition's latency, three do not. */
function gatherTwo(out: usize, input: usize, row: usize, slopes: usize, places: usize, step: usize, end: usize): void {
  const row2 = 2 * row;
  let s0 = v128.load(out), s1 = v128.load(out, 16), s2 = v128.load(out, 32);
  let t0 = v128.load(out, 48), t1 = v128.load(out, 64), t2 = v128.load(out, 80);
  for (const last = slopes + end; slopes < last; slopes += step) {
    const a = v128.load32_splat(slopes), at = input + <usize>load<i32>(places);
    s0 = f32x4.add(s0, f32x4.mul(a, v128.load(at)));
    s1 = f32x4.add(s1, f32x4.mul(a, v128.load(at + row)));
    s2 = f32x4.add(s2, f32x4.mul(a, v128.load(at + row2)));
    const b = v128.load32_splat(slopes, 4), to = input + <usize>load<i32>(places, 4);
    t0 = f32x4.add(t0, f32x4.mul(b, v128.load(to)));
    t1 = f32x4.add(t1, f32x4.mul(b, v128.load(to + row)));
    t2 = f32x4.add(t2, f32x4.mul(b, v128.load(to + row2)));
    places += step;
  }
  v128.store(out, s0); v128.store(out, s1, 16); v128.store(out, s2, 32);
  v128.store(out, t0, 48); v128.store(out, t1, 64); v128.store(out, t2, 80);
}

function gather1(out: usize, input: usize, slopes: usize, places: usize, step: usize, end: usize): void {
  let s0 = v128.load(out);
  for (let k: usize = 0; k < end; k += step) {
    const slope = v128.load32_splat(slopes + k);
    s0 = f32x4.add(s0, f32x4.mul(slope, v128.load(input + <usize>load<i32>(places + k))));
  }
  v128.store(out, s0);
}

function gather3(
  out: usize, outStep: usize, input: usize, inputStep: usize, slopes: usize, places: usize, step: usize, end: usize,
): void {
  let s0 = v128.load(out), s1 = v128.load(out + outStep), s2 = v128.load(out + 2 * outStep);
  for (let k: usize = 0; k < end; k += step) {
    const slope = v128.load32_splat(slopes + k);
    const at = input + <usize>load<i32>(places + k);
    s0 = f32x4.add(s0, f32x4.mul(slope, v128.load(at)));
    s1 = f32x4.add(s1, f32x4.mul(slope, v128.load(at + inputStep)));
    s2 = f32x4.add(s2, f32x4.mul(slope, v128.load(at + 2 * inputStep)));
  }
  v128.store(out, s0); v128.store(out + outStep, s1); v128.store(out + 2 * outStep, s2);
}

function gather6(out: usize, input: usize, slopes: usize, places: usize, step: usize, end: usize): void {
  let s0 = v128.load(out), s1 = v128.load(out, 16), s2 = v128.load(out, 32);
  let s3 = v128.load(out, 48), s4 = v128.load(out, 64), s5 = v128.load(out, 80);
  for (let k: usize = 0; k < end; k += step) {
    const slope = v128.load32_splat(slopes + k);
    const at = input + <usize>load<i32>(places + k);
    s0 = f32x4.add(s0, f32x4.mul(slope, v128.load(at)));
    s1 = f32x4.add(s1, f32x4.mul(slope, v128.load(at, 16)));
    s2 = f32x4.add(s2, f32x4.mul(slope, v128.load(at, 32)));
    s3 = f32x4.add(s3, f32x4.mul(slope, v128.load(at, 48)));
    s4 = f32x4.add(s4, f32x4.mul(slope, v128.load(at, 64)));
    s5 = f32x4.add(s5, f32x4.mul(slope, v128.load(at, 80)));
  }
  v128.store(out, s0); v128.store(out, s1, 16); v128.store(out, s2, 32);
  v128.store(out, s3, 48); v128.store(out, s4, 64); v128.store(out, s5, 80);
}

/** Folds what `pooledFilterGradient` gathered into the filters' own order: dFilters[di, (dj, c), f] += gathered[f, di, (dj, c)]. */
export function foldFilterGradient(dFilters: usize, gathered: usize, f: i32, kh: i32, used: i32, run: i32): void {
  for (let k = 0; k < f; k++) {
    for (let di = 0; di < kh; di++) {
      for (let x = 0; x < used; x++) {
        const to = dFilters + (<usize>((di * used + x) * f + k) << 2);
        store<f32>(to, load<f32>(to) + load<f32>(gathered + (<usize>((k * kh + di) * run + x) << 2)));
      }
    }
  }
}
