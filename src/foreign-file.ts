/**
 * What a file is that should have been data, where its first bytes tell: what downloads and checkouts leave in place of
 * a file.
 *
 * @returns in words, or undefined
 */
export function foreignFile(bytes: Uint8Array): string | undefined {
  const start = new TextDecoder("latin1").decode(bytes.subarray(0, 64)).trimStart().toLowerCase();
  if (start.startsWith("<!doctype") || start.startsWith("<html") || start.startsWith("<?xml")) {
    return "an HTML page, as a server sends it in place of a file";
  }
  if (start.startsWith("version https://git-lfs")) return "a Git LFS pointer: `git lfs pull` fetches the file itself";
  if (start.startsWith("pk\x03\x04")) return "a ZIP archive: unpack it first";
  return undefined;
}
