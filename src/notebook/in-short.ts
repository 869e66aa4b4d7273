/**
 * One of two values for a notebook's large numbers: `full`, or `short` where the environment says `CNN_NOTEBOOKS_QUICK=1`,
 * as the tests do, which run every cell but not every epoch.
 */
export function inShort<T>(short: T, full: T): T {
  return process.env.CNN_NOTEBOOKS_QUICK === "1" ? short : full;
}
