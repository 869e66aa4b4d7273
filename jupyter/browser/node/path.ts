// node:path for paths that begin at "/", as the files in memory have them.
export const sep = "/";
export const delimiter = ":";

export const isAbsolute = (path: string): boolean => path.startsWith("/");

export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    const isUp = part === ".." && (parts.length > 0 || isAbsolute(path)) && parts.at(-1) !== "..";
    if (isUp) parts.pop();
    else parts.push(part);
  }
  const joined = (isAbsolute(path) ? "/" : "") + parts.join("/") || ".";
  return path.endsWith("/") && !joined.endsWith("/") ? `${joined}/` : joined;
}

export const join = (...parts: string[]): string => normalize(parts.filter(Boolean).join("/"));

export function resolve(...parts: string[]): string {
  const path = parts.reduceRight((right, part) => (isAbsolute(right) ? right : join(part, right)), "");
  if (!isAbsolute(path)) return resolve(process.cwd(), path);
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}

export function relative(from: string, to: string): string {
  const [a, b] = [from, to].map((path) => resolve(path).split("/").filter(Boolean)) as [string[], string[]];
  let same = 0;
  while (same < a.length && same < b.length && a[same] === b[same]) same++;
  return [...a.slice(same).map(() => ".."), ...b.slice(same)].join("/");
}

export function dirname(path: string): string {
  const at = path.replace(/\/+$/, "").lastIndexOf("/");
  if (at < 0) return isAbsolute(path) ? "/" : ".";
  return at === 0 ? "/" : path.slice(0, at);
}

export function basename(path: string, ending = ""): string {
  const name = path.replace(/\/+$/, "").replace(/^.*\//, "");
  return ending && name !== ending && name.endsWith(ending) ? name.slice(0, -ending.length) : name;
}

export const extname = (path: string): string => /[^/.](\.[^/.]*)$/.exec(path)?.[1] ?? "";

export function parse(path: string) {
  const [base, ext] = [basename(path), extname(path)];
  return { root: isAbsolute(path) ? "/" : "", dir: dirname(path), base, ext, name: basename(path, ext) };
}
export const format = ({ dir = "", base = "" }: { dir?: string; base?: string }): string => join(dir, base);

export const posix = {
  basename,
  delimiter,
  dirname,
  extname,
  format,
  isAbsolute,
  join,
  normalize,
  parse,
  relative,
  resolve,
  sep,
};
export default posix;
