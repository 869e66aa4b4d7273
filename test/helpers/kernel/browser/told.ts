/** What code gave, as plain data: bytes as numbers, an error by what it says of itself. */
export async function told(code: string, require: (name: string) => unknown, folder: string): Promise<unknown> {
  const { constructor: AsyncFunction } = Object.getPrototypeOf(async () => {});
  const run = AsyncFunction("require", "folder", code);
  try {
    return plain(await run(require, folder));
  } catch (error) {
    const { name, message, code, syscall, path } = error as NodeJS.ErrnoException;
    const words = message.replaceAll(folder, "FOLDER");
    return plain({ name, message: words, code, syscall, path: path?.replaceAll(folder, "FOLDER") });
  }
}

const plain = (value: unknown): unknown =>
  JSON.parse(JSON.stringify({ value: value === undefined ? "undefined" : value }, inWords)).value;
const inWords = (_name: string, value: unknown) =>
  typeof value === "bigint" ? `${value}n` : ArrayBuffer.isView(value) ? [...(value as Uint8Array)] : value;
