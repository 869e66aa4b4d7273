// What the part of Node that a page has must do as Node does: each row is the body of an async function.
const pairs = `const paths = ["/a/b/c.ts", "/a//b/../c", "a/b", "../x", "./y.d.ts", "/", ".", ".hidden", "/a/b/", "x."];
  const { posix: path } = require("path");
  const pairs = paths.flatMap((one) => paths.map((two) => [one, two]));`;
const withFs = `const fs = require("fs"); const file = folder + "/a.txt";`;
const withHash = `const { createHash, createHmac } = require("crypto");
  const bytes = Uint8Array.from({ length: 200 }, (_, k) => (k * 37 + 11) % 256);`;
const withBuffer = `const { Buffer } = require("buffer"); const bytes = Buffer.from("Grüße, 𝑥! \\0");`;

/** Code that must give in a page what it gives in Node, errors with their words; what is written stays for the next. */
export const same: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "node:path": {
    "takes paths apart": `${pairs} return paths.map((one) => ["basename", "dirname", "extname", "normalize",
      "isAbsolute", "parse"].map((name) => path[name](one)));`,
    "puts paths together": `${pairs} return pairs.map((pair) => ["join", "relative"].map((name) =>
      path[name](...pair)));`,
    "resolves paths": `${pairs} return pairs.map((pair) => path.resolve("/from", ...pair));`,
    "formats what it parsed": `${pairs} return paths.map((one) => path.format(path.parse(one)));`,
  },
  "node:fs": {
    "reads what is not there": `${withFs} return fs.readFileSync(folder + "/none");`,
    "reads a folder": `${withFs} return fs.readFileSync(folder);`,
    "writes and reads text": `${withFs} fs.writeFileSync(file, "é"); return fs.readFileSync(file, "utf8");`,
    "reads bytes": `${withFs} return fs.readFileSync(file);`,
    "reads base64": `${withFs} return fs.readFileSync(file, { encoding: "base64" });`,
    "writes into a folder that is not there": `${withFs} fs.writeFileSync(folder + "/no/a", "");`,
    "writes over a folder": `${withFs} fs.writeFileSync(folder, "");`,
    "opens a file that must not exist": `${withFs} fs.openSync(file, "wx");`,
    appends: `${withFs} fs.appendFileSync(file, "!"); return fs.readFileSync(file, "utf8");`,
    "reads and writes by a descriptor": `${withFs} const fd = fs.openSync(folder + "/d", "w+");
      fs.writeSync(fd, "0123456789"); fs.writeSync(fd, "xy", 3);
      const into = Buffer.alloc(4); const read = fs.readSync(fd, into, 0, 4, 2);
      fs.ftruncateSync(fd, 6); fs.closeSync(fd);
      return [read, into.toString(), fs.readFileSync(folder + "/d", "utf8"), fs.statSync(folder + "/d").size];`,
    "uses a closed descriptor": `${withFs} const fd = fs.openSync(file); fs.closeSync(fd);
      fs.readSync(fd, Buffer.alloc(1));`,
    "makes a folder twice": `${withFs} for (const _ of [1, 2]) fs.mkdirSync(folder + "/sub");`,
    "makes folders": `${withFs} fs.mkdirSync(folder + "/x/y", { recursive: true });
      return fs.statSync(folder + "/x/y").isDirectory();`,
    lists: `${withFs} return fs.readdirSync(folder);`,
    "lists all below": `${withFs} fs.writeFileSync(folder + "/x/y/z", "");
      return fs.readdirSync(folder, { recursive: true }).sort();`,
    "lists entries with their kinds": `${withFs}
      return fs.readdirSync(folder, { withFileTypes: true }).map((one) => [one.name, one.isDirectory()]);`,
    "lists what is no folder": `${withFs} fs.readdirSync(file);`,
    "goes through a folder": `${withFs} const names = [];
      for await (const { name } of await fs.promises.opendir(folder)) names.push(name); return names.sort();`,
    "follows a link": `${withFs} fs.symlinkSync("a.txt", folder + "/link");
      return [fs.readFileSync(folder + "/link", "utf8"), fs.readlinkSync(folder + "/link"),
        fs.lstatSync(folder + "/link").isSymbolicLink()];`,
    copies: `${withFs} fs.copyFileSync(file, folder + "/copy"); return fs.readFileSync(folder + "/copy", "utf8");`,
    "copies a folder": `${withFs} fs.cpSync(folder + "/x", folder + "/x2", { recursive: true });
      return fs.existsSync(folder + "/x2/y/z");`,
    renames: `${withFs} fs.renameSync(file, folder + "/b.txt");
      return [fs.existsSync(file), fs.readFileSync(folder + "/b.txt", "utf8")];`,
    "renames a folder": `${withFs} fs.renameSync(folder + "/x2", folder + "/x3");
      return fs.readdirSync(folder + "/x3/y");`,
    "renames what is not there": `${withFs} fs.renameSync(folder + "/none", folder + "/other");`,
    "stats what is not there": `${withFs} fs.statSync(folder + "/none");`,
    "stats it without an error": `${withFs} return fs.statSync(folder + "/none", { throwIfNoEntry: false });`,
    "names a path as it was named": `${withFs} fs.readFileSync("no-such-folder/../none.txt");`,
    "takes an address": `${withFs} return fs.readFileSync(new URL("file://" + folder + "/b.txt"), "utf8");`,
    sizes: `${withFs} return fs.statSync(folder + "/b.txt").size;`,
    "keeps a time that is set": `${withFs} fs.utimesSync(folder + "/b.txt", 1, 2);
      return fs.statSync(folder + "/b.txt").mtimeMs;`,
    "removes what is not there": `${withFs} fs.rmSync(folder + "/none");`,
    "removes it by force": `${withFs} return fs.rmSync(folder + "/none", { force: true });`,
    "removes a folder that is not empty": `${withFs} fs.rmdirSync(folder + "/x");`,
    "removes a folder with all": `${withFs} fs.rmSync(folder + "/x", { recursive: true });
      return fs.existsSync(folder + "/x/y");`,
    unlinks: `${withFs} fs.unlinkSync(folder + "/d"); return fs.existsSync(folder + "/d");`,
    "promises the same": `const fs = require("fs/promises"); await fs.writeFile(folder + "/p", "later");
      return [await fs.readFile(folder + "/p", "utf8"), (await fs.stat(folder + "/p")).size];`,
    "rejects with the same": `await require("fs/promises").readFile(folder + "/none");`,
    "opens a file by a promise": `const file = await require("fs/promises").open(folder + "/p");
      const text = await file.readFile("utf8"); await file.close(); return text;`,
    "calls back": `${withFs} return new Promise((done) => fs.readFile(folder + "/p", "utf8", (error, text) =>
      done([error, text])));`,
    "calls back with the error": `${withFs} return new Promise((_, failed) => fs.stat(folder + "/none", failed));`,
    "streams a file's lines": `${withFs} fs.writeFileSync(folder + "/lines", "one\\ntwo\\n".repeat(20_000));
      let text = ""; for await (const part of fs.createReadStream(folder + "/lines", "utf8")) text += part;
      return [text.length, text.slice(0, 9)];`,
    "writes a stream": `${withFs} const { pipeline } = require("stream/promises");
      await pipeline(require("stream").Readable.from(["a", "b"]), fs.createWriteStream(folder + "/streamed"));
      return fs.readFileSync(folder + "/streamed", "utf8");`,
  },
  "node:crypto": {
    ...Object.fromEntries(
      ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"].map((name) => [
        `${name} of bytes in two parts`,
        `${withHash} return [0, 1, 55, 56, 63, 64, 65, 111, 112, 200].map((end) => {
          const parts = [bytes.subarray(0, end >> 1), bytes.subarray(end >> 1, end)];
          return parts.reduce((hash, part) => hash.update(part), createHash("${name}")).digest("hex");
        });`,
      ]),
    ),
    "hashes text in UTF-8, and numbers by their bytes": `${withHash}
      return createHash("sha256").update("Schlüssel").update(Int32Array.from([1, -2, 3])).digest("base64");`,
    "hashes to bytes": `${withHash} return createHash("sha256").update("a").digest();`,
    "hashes with a key": `${withHash} return createHmac("sha256", "key").update(bytes).digest("hex");`,
    "gives random bytes": `return require("crypto").randomBytes(100_000).length;`,
  },
  "node:buffer": {
    "text and back": `${withBuffer} return ["utf8", "hex", "base64", "base64url", "latin1", "ascii",
      "utf16le"].map((name) => [bytes.toString(name), Buffer.from(bytes.toString(name), name)]);`,
    "parts of text": `${withBuffer} return [bytes.toString("utf8", 1, 5), bytes.toString("base64url", 2),
      bytes.toString("hex", 0, 3)];`,
    "numbers in both orders": `${withBuffer} const all = Buffer.alloc(16);
      all.writeUInt16BE(258, 0); all.writeInt32LE(-5, 2); all.writeDoubleBE(1.5, 6);
      return [all, all.readUInt16LE(0), all.readInt32LE(2), all.readDoubleBE(6), all.readUIntBE(0, 3)];`,
    "numbers out of range": `${withBuffer} try { Buffer.alloc(1).readUInt8(1); } catch ({ name }) { return name; }`,
    "searches, compares, fills": `${withBuffer} return [bytes.indexOf("ß"), bytes.includes("x"), Buffer.compare(bytes,
      Buffer.from("a")), bytes.equals(Buffer.from(bytes)), Buffer.alloc(5, "ab")];`,
    "shares the memory of a slice": `${withBuffer} const part = bytes.subarray(0, 2); part[0] = 65;
      return [bytes[0], Buffer.isBuffer(part)];`,
    "as JSON": `${withBuffer} return JSON.stringify(Buffer.from([1, 2]));`,
    "as text of inspect": `${withBuffer} return require("util").inspect(Buffer.from([1, 2]));`,
  },
  "node:events": {
    "once, off, and how many": `const events = require("events"); const one = new events.EventEmitter();
      const heard = [];
      const off = () => heard.push("off");
      one.once("a", (x) => heard.push(x)).on("a", off).prependListener("a", () => heard.push("first"));
      one.emit("a", 1); one.off("a", off); one.emit("a", 2);
      return [heard, one.listenerCount("a"), one.eventNames()];`,
    "an error that nobody hears": `const { EventEmitter } = require("events");
      new EventEmitter().emit("error", new RangeError("unheard"));`,
    "a promise of an event": `const { EventEmitter, once } = require("events"); const one = new EventEmitter();
      setTimeout(() => one.emit("a", 7)); return once(one, "a");`,
  },
  "node:stream": {
    "transforms what flows": `const { Readable, Transform } = require("stream");
      const double = new Transform({ objectMode: true, transform(x, _encoding, done) { done(null, 2 * x); } });
      const all = []; for await (const x of Readable.from([1, 2, 3]).pipe(double)) all.push(x); return all;`,
    "tells which one failed": `const { pipeline } = require("stream/promises");
      const { Readable, Writable } = require("stream");
      await pipeline(Readable.from(["a"]),
        new Writable({ write(_part, _encoding, done) { done(new RangeError("full")); } }));`,
  },
  "node:string_decoder": {
    "waits for a character's other bytes": `const { StringDecoder } = require("string_decoder");
      const one = new StringDecoder("utf8");
      return [...Buffer.from("é𝑥")].map((byte) => one.write(Buffer.from([byte])));`,
  },
  "node:util": {
    "compares in depth": `const { isDeepStrictEqual: same } = require("util");
      const values = [1, "1", null, NaN, -0, 0, [1], [1, , 2], { a: 1 }, new Map([[1, { a: 1 }]]), new Set([1]),
        new Date(0), /a/g, new Error("a"), Uint8Array.of(1), Object(1), new (class A { a = 1; })()];
      const others = [1, "1", null, NaN, -0, 0, [1], [1, , 2], { a: 1 }, new Map([[1, { a: 1 }]]), new Set([1]),
        new Date(0), /a/g, new Error("a"), Uint8Array.of(1), Object(1), new (class A { a = 1; })()];
      return values.map((a) => others.map((b) => same(a, b)));`,
    "promises what calls back": `return require("util").promisify((x, done) => done(null, x + 1))(1);`,
    "tells kinds of values": `const { types } = require("util");
      const values = [new Map(), new Set(), new Date(), /a/, new Proxy({}, {}), Proxy.revocable([], {}).proxy,
        Uint8Array.of(), new ArrayBuffer(1), (async () => {})(), async () => {}, new Error(), Object(1), {}];
      return ["isMap", "isSet", "isDate", "isRegExp", "isProxy", "isTypedArray", "isPromise", "isNativeError"].map((name) => values.map((value) =>
        types[name](value)));`,
    "shows a proxy without asking it": `let asked = 0;
      const proxy = new Proxy({ a: [1] }, { get: () => ++asked, ownKeys: () => (++asked, []) });
      const { inspect } = require("util");
      return [inspect(proxy), inspect([proxy]), inspect(proxy, { showProxy: 1, depth: 0 }), asked];`,
    "refuses a proxy of no object": `return new Proxy(1, {});`,
    formats: `const { format, stripVTControlCharacters } = require("util");
      return [format("%s is %d, %j", "a", 1, { b: 2 }), stripVTControlCharacters("\\x1b[31mred\\x1b[39m")];`,
  },
  "node:zlib": {
    "packs and unpacks": `const zlib = require("zlib"); const bytes = Buffer.from("abc".repeat(1000));
      const ways = [["gzip", "gunzip"], ["deflate", "inflate"], ["deflateRaw", "inflateRaw"]];
      return ways.map(([pack, unpack]) => zlib[unpack + "Sync"](zlib[pack + "Sync"](bytes)).equals(bytes));`,
    "unpacks what zlib has packed": `const bytes = Buffer.from("eJxLTEpOSU0DAAgeAlY=", "base64");
      return require("zlib").inflateSync(bytes).toString();`,
  },
};
