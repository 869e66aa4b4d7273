import { contract } from "./contract";

/**
 * A fully connected layer's totals for n inputs.
 *
 *   out[k, c] = bias[c] + Σ_x input[k, x] · weights[c, x]
 *
 * Weights lie by node, so that lanes run along x: the sum is long, and its lanes are added up once at its end.
 *
 * @param input    (n, x), x a multiple of 4, 0 where padded
 * @param weights  (nodes, x)
 * @param out      (n, stored); beyond nodes it is left alone
 */
export function dense(
  out: usize, input: usize, weights: usize, bias: usize, n: i32, x: i32, nodes: i32, stored: i32,
): void {
  const row = <usize>x << 2;
  for (let k = 0; k < n; k++) {
    for (let c = 0; c < nodes; c += 5) {
      fiveNodes(out + (<usize>c << 2), input, weights + <usize>c * row, bias ? bias + (<usize>c << 2) : 0, row, nodes - c);
    }
    out += <usize>stored << 2;
    input += row;
  }
}

// Five nodes at a time, each in two sums. Where fewer are left, the last one stands in for the missing ones too.
function fiveNodes(out: usize, input: usize, w0: usize, bias: usize, row: usize, nodes: i32): void {
  const row1 = nodes > 1 ? row : 0;
  const row2 = nodes > 2 ? row1 + row : row1;
  const row3 = nodes > 3 ? row2 + row : row2;
  const row4 = nodes > 4 ? row3 + row : row3;
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0, t4 = s0;
  const end = input + row;
  const endOfPairs = input + (row & ~31);
  while (input < endOfPairs) {
    const x = v128.load(input), y = v128.load(input, 16);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(w0))); t0 = f32x4.add(t0, f32x4.mul(y, v128.load(w0, 16)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(w0 + row1))); t1 = f32x4.add(t1, f32x4.mul(y, v128.load(w0 + row1, 16)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(w0 + row2))); t2 = f32x4.add(t2, f32x4.mul(y, v128.load(w0 + row2, 16)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(w0 + row3))); t3 = f32x4.add(t3, f32x4.mul(y, v128.load(w0 + row3, 16)));
    s4 = f32x4.add(s4, f32x4.mul(x, v128.load(w0 + row4))); t4 = f32x4.add(t4, f32x4.mul(y, v128.load(w0 + row4, 16)));
    input += 32;
    w0 += 32;
  }
  if (input < end) {
    const x = v128.load(input);
    s0 = f32x4.add(s0, f32x4.mul(x, v128.load(w0)));
    s1 = f32x4.add(s1, f32x4.mul(x, v128.load(w0 + row1)));
    s2 = f32x4.add(s2, f32x4.mul(x, v128.load(w0 + row2)));
    s3 = f32x4.add(s3, f32x4.mul(x, v128.load(w0 + row3)));
    s4 = f32x4.add(s4, f32x4.mul(x, v128.load(w0 + row4)));
  }
  store<f32>(out, sum(f32x4.add(s0, t0)) + (bias ? load<f32>(bias) : 0));
  if (nodes > 1) store<f32>(out, sum(f32x4.add(s1, t1)) + (bias ? load<f32>(bias, 4) : 0), 4);
  if (nodes > 2) store<f32>(out, sum(f32x4.add(s2, t2)) + (bias ? load<f32>(bias, 8) : 0), 8);
  if (nodes > 3) store<f32>(out, sum(f32x4.add(s3, t3)) + (bias ? load<f32>(bias, 12) : 0), 12);
  if (nodes > 4) store<f32>(out, sum(f32x4.add(s4, t4)) + (bias ? load<f32>(bias, 16) : 0), 16);
}

// @ts-ignore: decorator
@inline
function sum(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** dWeights[c, x] += Σ_k dOut[k, c] · input[k, x]; x a multiple of 4; imageOffsets[k] where image k is in dOut, in bytes */
export function denseGradient(
  dWeights: usize, input: usize, dOut: usize, n: i32, x: i32, nodes: i32, imageOffsets: usize,
): void {
  const row = <usize>x << 2;
  contract(dWeights, row, nodes, x, dOut, 4, imageOffsets, input, row, n, 0, true);
}

/** dInput[k, x] = Σ_c dOut[k, c] · weights[c, x]; x a multiple of 4; nodeOffsets[c] = 4 · c */
export function denseInputGradient(
  dInput: usize, weights: usize, dOut: usize, n: i32, x: i32, nodes: i32, stored: i32, nodeOffsets: usize,
): void {
  const row = <usize>x << 2;
  contract(dInput, row, n, x, dOut, <usize>stored << 2, nodeOffsets, weights, row, nodes, 0, false);
}

/**
 * Both and the update in one visit of the weights, for a batch of one image:
 * dInput[x] = Σ_c dOut[c] · weights[c, x], then weights[c, x] -= rate · dOut[c] · input[x].
 */
export function denseStep(
  dInput: usize, weights: usize, input: usize, dOut: usize, x: i32, nodes: i32, rate: f32,
): void {
  const row = <usize>x << 2;
  const end = dInput + row;
  const endOfFours = dInput + (row & ~63);
  const lastNode = dOut + (<usize>nodes << 2);
  while (dInput < endOfFours) {
    const x0 = v128.load(input), x1 = v128.load(input, 16), x2 = v128.load(input, 32), x3 = v128.load(input, 48);
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    let w = weights;
    for (let c = dOut; c < lastNode; c += 4) {
      const slope = v128.load32_splat(c);
      const step = f32x4.mul(slope, f32x4.splat(rate));
      const w0 = v128.load(w), w1 = v128.load(w, 16), w2 = v128.load(w, 32), w3 = v128.load(w, 48);
      s0 = f32x4.add(s0, f32x4.mul(slope, w0)); v128.store(w, f32x4.sub(w0, f32x4.mul(step, x0)));
      s1 = f32x4.add(s1, f32x4.mul(slope, w1)); v128.store(w, f32x4.sub(w1, f32x4.mul(step, x1)), 16);
      s2 = f32x4.add(s2, f32x4.mul(slope, w2)); v128.store(w, f32x4.sub(w2, f32x4.mul(step, x2)), 32);
      s3 = f32x4.add(s3, f32x4.mul(slope, w3)); v128.store(w, f32x4.sub(w3, f32x4.mul(step, x3)), 48);
      w += row;
    }
    v128.store(dInput, s0); v128.store(dInput, s1, 16); v128.store(dInput, s2, 32); v128.store(dInput, s3, 48);
    dInput += 64; input += 64; weights += 64;
  }
  while (dInput < end) {
    const x0 = v128.load(input);
    let s0 = f32x4.splat(0);
    let w = weights;
    for (let c = dOut; c < lastNode; c += 4) {
      const slope = v128.load32_splat(c);
      const w0 = v128.load(w);
      s0 = f32x4.add(s0, f32x4.mul(slope, w0));
      v128.store(w, f32x4.sub(w0, f32x4.mul(f32x4.mul(slope, f32x4.splat(rate)), x0)));
      w += row;
    }
    v128.store(dInput, s0);
    dInput += 16; input += 16; weights += 16;
  }
}
