// A fully connected layer. Weights lie by groups of five nodes, in them by fours of inputs: (nodes / 5, x / 4, 5, 4), what is
// beyond the nodes is 0. So every function here goes once through the weights from front to back, and five sums, five weights and an input fit the registers.

/**
 * A fully connected layer's totals for n inputs.
 *
 *   out[k, c] = bias[c] + Σ_x input[k, x] · weights[c, x]
 *
 * @param input    (n, x), x a multiple of 4, 0 where padded
 * @param out      (n, stored), stored at least 5 · groups
 * @param bias     (5 · groups), or 0
 */
export function dense(
  out: usize, input: usize, weights: usize, bias: usize, n: i32, x: i32, groups: i32, stored: i32,
): void {
  const row = <usize>x << 2;
  for (let k = 0; k < n; k++) {
    let w = weights, to = out, b = bias;
    const end = input + row;
    for (let g = 0; g < groups; g++) {
      let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0;
      for (let at = input; at < end; at += 16) {
        const v = v128.load(at);
        s0 = f32x4.add(s0, f32x4.mul(v, v128.load(w)));
        s1 = f32x4.add(s1, f32x4.mul(v, v128.load(w, 16)));
        s2 = f32x4.add(s2, f32x4.mul(v, v128.load(w, 32)));
        s3 = f32x4.add(s3, f32x4.mul(v, v128.load(w, 48)));
        s4 = f32x4.add(s4, f32x4.mul(v, v128.load(w, 64)));
        w += 80;
      }
      store<f32>(to, sum(s0) + (b ? load<f32>(b) : 0));
      store<f32>(to, sum(s1) + (b ? load<f32>(b, 4) : 0), 4);
      store<f32>(to, sum(s2) + (b ? load<f32>(b, 8) : 0), 8);
      store<f32>(to, sum(s3) + (b ? load<f32>(b, 12) : 0), 12);
      store<f32>(to, sum(s4) + (b ? load<f32>(b, 16) : 0), 16);
      to += 20;
      if (b) b += 20;
    }
    out += <usize>stored << 2;
    input += row;
  }
}

// @ts-ignore: decorator
@inline
function sum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/**
 * Both gradients in one visit:
 *
 *   dWeights[c, x] += Σ_k dOut[k, c] · input[k, x]
 *   dInput[k, x]    = Σ_c dOut[k, c] · weights[c, x]
 */
export function denseGradients(
  dWeights: usize, dInput: usize, weights: usize, input: usize, dOut: usize, n: i32, x: i32, groups: i32, stored: i32,
): void {
  const row = <usize>x << 2;
  const slopeRow = <usize>stored << 2;
  for (let g = 0; g < groups; g++) {
    for (let at: usize = 0; at < row; at += 16) {
      const w0 = v128.load(weights), w1 = v128.load(weights, 16), w2 = v128.load(weights, 32), w3 = v128.load(weights, 48), w4 = v128.load(weights, 64);
      let d0 = v128.load(dWeights), d1 = v128.load(dWeights, 16), d2 = v128.load(dWeights, 32), d3 = v128.load(dWeights, 48), d4 = v128.load(dWeights, 64);
      let from = input + at, to = dInput + at, slopes = dOut;
      for (const end = from + <usize>n * row; from < end; from += row) {
        const v = v128.load(from);
        let s = g ? v128.load(to) : f32x4.splat(0);
        let slope = v128.load32_splat(slopes); d0 = f32x4.add(d0, f32x4.mul(slope, v)); s = f32x4.add(s, f32x4.mul(slope, w0));
        slope = v128.load32_splat(slopes, 4); d1 = f32x4.add(d1, f32x4.mul(slope, v)); s = f32x4.add(s, f32x4.mul(slope, w1));
        slope = v128.load32_splat(slopes, 8); d2 = f32x4.add(d2, f32x4.mul(slope, v)); s = f32x4.add(s, f32x4.mul(slope, w2));
        slope = v128.load32_splat(slopes, 12); d3 = f32x4.add(d3, f32x4.mul(slope, v)); s = f32x4.add(s, f32x4.mul(slope, w3));
        slope = v128.load32_splat(slopes, 16); d4 = f32x4.add(d4, f32x4.mul(slope, v)); s = f32x4.add(s, f32x4.mul(slope, w4));
        v128.store(to, s);
        to += row;
        slopes += slopeRow;
      }
      v128.store(dWeights, d0); v128.store(dWeights, d1, 16); v128.store(dWeights, d2, 32); v128.store(dWeights, d3, 48); v128.store(dWeights, d4, 64);
      weights += 80;
      dWeights += 80;
    }
    dOut += 20;
  }
}

/**
 * The same and the update, for a batch of one image:
 * dInput[x] = Σ_c dOut[c] · weights[c, x], then weights[c, x] -= rate · dOut[c] · input[x].
 */
export function denseStep(
  dInput: usize, weights: usize, input: usize, dOut: usize, x: i32, groups: i32, rate: f32,
): void {
  const row = <usize>x << 2;
  v128.store(dInput, f32x4.splat(rate));
  const rates = v128.load(dInput);
  for (let g = 0; g < groups; g++) {
    const a = v128.load32_splat(dOut), b = v128.load32_splat(dOut, 4), c = v128.load32_splat(dOut, 8), d = v128.load32_splat(dOut, 12), e = v128.load32_splat(dOut, 16);
    let to = dInput;
    for (let from = input; from < input + row; from += 16) {
      const v = f32x4.mul(rates, v128.load(from));
      let s = g ? v128.load(to) : f32x4.splat(0);
      let w = v128.load(weights); s = f32x4.add(s, f32x4.mul(a, w)); v128.store(weights, f32x4.sub(w, f32x4.mul(a, v)));
      w = v128.load(weights, 16); s = f32x4.add(s, f32x4.mul(b, w)); v128.store(weights, f32x4.sub(w, f32x4.mul(b, v)), 16);
      w = v128.load(weights, 32); s = f32x4.add(s, f32x4.mul(c, w)); v128.store(weights, f32x4.sub(w, f32x4.mul(c, v)), 32);
      w = v128.load(weights, 48); s = f32x4.add(s, f32x4.mul(d, w)); v128.store(weights, f32x4.sub(w, f32x4.mul(d, v)), 48);
      w = v128.load(weights, 64); s = f32x4.add(s, f32x4.mul(e, w)); v128.store(weights, f32x4.sub(w, f32x4.mul(e, v)), 64);
      v128.store(to, s);
      to += 16;
      weights += 80;
    }
    dOut += 20;
  }
}
