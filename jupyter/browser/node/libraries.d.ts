// Libraries that stand for Node's modules have Node's types; a slash at the end keeps Node's own modules out of the way.
declare module "util/" {
  export * from "node:util";
}
declare module "assert/" {
  export { default } from "node:assert";
}
declare module "assert/build/internal/util/comparisons" {
  export { isDeepStrictEqual } from "node:util";
}
