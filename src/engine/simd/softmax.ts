/** -ln of the smallest positive double: the loss of a probability that has underflowed to 0. */
const largestLoss: f64 = 744.4400719213812;

/** Softmax of one row of totals, in double precision, whose exp and log are the same on every machine. */
// @ts-ignore: decorator
@inline
function exponentials(out: usize, totals: usize, classes: i32, largest: f64): f64 {
  let sum: f64 = 0;
  for (let c = 0; c < classes; c++) {
    const e = NativeMath.exp(<f64>load<f32>(totals + (<usize>c << 2)) - largest);
    store<f64>(out + (<usize>c << 3), e);
    sum += e;
  }
  return sum;
}

/** Where the largest total is; of equals the first. */
// @ts-ignore: decorator
@inline
function answer(totals: usize, classes: i32): i32 {
  let best = 0;
  for (let c = 1; c < classes; c++) {
    if (load<f32>(totals + (<usize>c << 2)) > load<f32>(totals + (<usize>best << 2))) best = c;
  }
  return best;
}

/**
 * p[k, c] = e^{totals[k, c]} / Σ_j e^{totals[k, j]}
 *
 * @param out     (n, classes) float64
 * @param totals  (n, stored) float32
 */
export function softmax(out: usize, totals: usize, n: i32, classes: i32, stored: i32): void {
  for (let k = 0; k < n; k++) {
    const largest = <f64>load<f32>(totals + (<usize>answer(totals, classes) << 2));
    const sum = exponentials(out, totals, classes, largest);
    for (let c = 0; c < classes; c++) {
      store<f64>(out, load<f64>(out) / sum);
      out += 8;
    }
    totals += <usize>stored << 2;
  }
}

/**
 * Cross-entropy behind softmax, L = -ln p[label], and its slope, ∂L/∂totals = p - onehot(label).
 *
 * @param dTotals  (n, stored) float32
 * @param result   adds to the sum of the losses, float64, and behind it to the number of right answers, int32
 * @param labels   n 16-bit integers, each below `classes`
 * @param scratch  (classes) float64
 */
export function softmaxLoss(
  dTotals: usize, result: usize, totals: usize, labels: usize, scratch: usize, n: i32, classes: i32, stored: i32,
): void {
  for (let k = 0; k < n; k++) {
    const label = <i32>load<u16>(labels + (<usize>k << 1));
    const best = answer(totals, classes);
    const largest = <f64>load<f32>(totals + (<usize>best << 2));
    const sum = exponentials(scratch, totals, classes, largest);
    for (let c = 0; c < classes; c++) {
      const p = load<f64>(scratch + (<usize>c << 3)) / sum;
      store<f32>(dTotals + (<usize>c << 2), <f32>(c == label ? p - 1 : p));
    }
    const loss = NativeMath.log(sum) - (<f64>load<f32>(totals + (<usize>label << 2)) - largest);
    store<f64>(result, load<f64>(result) + (loss > largestLoss ? largestLoss : loss));
    store<i32>(result, load<i32>(result, 8) + (best == label ? 1 : 0), 8);
    dTotals += <usize>stored << 2;
    totals += <usize>stored << 2;
  }
}
