import { expect, test } from "vitest";
import { type Contents, Drive } from "../../../jupyter/browser/drive";

/** A drive with two sources; each look at them takes a while. */
function driveOfTwo(): Drive {
  const file = (path: string) => ({ path, type: "file", last_modified: "1", format: "text", content: `// ${path}` });
  const given: Contents = {
    fileChanged: { connect: () => {} },
    async get() {
      await new Promise((done) => setTimeout(done, 5));
      return { path: "", type: "directory", last_modified: "1", format: "json", content: ["a.ts", "b.ts"].map(file) };
    },
    save: async (path) => file(path),
    delete: async () => {},
  };
  return new Drive(
    given,
    (path) => path,
    async () => ({}),
  );
}

test("a kernel that is started anew while the old one looks at the drive gets all files", async () => {
  const drive = driveOfTwo();
  const old = drive.changes();
  drive.forget();
  expect(Object.keys(await drive.changes())).toEqual(["a.ts", "b.ts"]);
  await old;
  expect(await drive.changes()).toEqual({});
});

test("who asks while another one looks is answered after it", async () => {
  const drive = driveOfTwo();
  const order: string[] = [];
  const first = drive.changes().then((files) => order.push(`first ${Object.keys(files).length}`));
  const second = drive.changes().then((files) => order.push(`second ${Object.keys(files).length}`));
  await Promise.all([first, second]);
  expect(order).toEqual(["first 2", "second 0"]);
});
