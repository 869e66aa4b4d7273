// A kernel that answers every cell with one sentence. Packages may be missing, so it implements the part of ZeroMQ's
// wire protocol that Jupyter needs: https://rfc.zeromq.org/spec/23/
const { createHmac, randomUUID } = require("node:crypto");
const { readFileSync } = require("node:fs");
const { createServer } = require("node:net");

const delimiter = Buffer.from("<IDS|MSG>");

/**
 * @param {string} connectionFile
 * @param {string} sentence
 */
function standIn(connectionFile, sentence) {
  const connection = JSON.parse(readFileSync(connectionFile, "utf8"));
  const session = randomUUID();
  let count = 0;

  const iopub = listen("PUB", connection.iopub_port, () => {});
  listen("ROUTER", connection.stdin_port, () => {});
  listen("REP", connection.hb_port, (frames, send) => send(frames));
  for (const port of [connection.shell_port, connection.control_port]) {
    listen("ROUTER", port, (frames, send) => {
      const at = frames.findIndex((frame) => frame.equals(delimiter));
      const [signature, ...parts] = frames.slice(at + 1);
      if (at < 0 || parts.length < 4 || String(signature) !== sign(parts)) return;
      const header = JSON.parse(String(parts[0]));
      const publish = (/** @type {string} */ type, /** @type {object} */ content) =>
        iopub.send([Buffer.from(type), ...encode(type, content, header)]);
      publish("status", { execution_state: "busy" });
      const type = header.msg_type.replace(/_request$/, "_reply");
      const reply = answer(header.msg_type, JSON.parse(String(parts[3])), publish);
      send([...frames.slice(0, at), ...encode(type, reply, header)]);
      publish("status", { execution_state: "idle" });
      if (header.msg_type === "shutdown_request") setTimeout(() => process.exit(), 100);
    });
  }
  endWithParent();

  /**
   * @param {string} type
   * @param {{ code?: string, restart?: boolean }} content
   * @param {(type: string, content: object) => void} publish
   * @returns {object} the content of the reply
   */
  function answer(type, content, publish) {
    const error = { ename: "KernelUnavailable", evalue: sentence, traceback: [sentence] };
    switch (type) {
      case "kernel_info_request":
        return { status: "ok", ...kernelInfo(sentence) };
      case "execute_request":
        count++;
        publish("execute_input", { code: content.code, execution_count: count });
        publish("error", error);
        return { status: "error", execution_count: count, ...error };
      case "is_complete_request":
        return { status: "complete" };
      case "comm_info_request":
        return { status: "ok", comms: {} };
      case "history_request":
        return { status: "ok", history: [] };
      case "shutdown_request":
        return { status: "ok", restart: content.restart === true };
      case "interrupt_request":
        return { status: "ok" };
      default:
        return { status: "error", ...error };
    }
  }

  /** @param {string} type @param {object} content @param {object} parent @returns {Buffer[]} */
  function encode(type, content, parent) {
    const header = {
      ...{ msg_id: randomUUID(), msg_type: type, session, username: "kernel" },
      ...{ date: new Date().toISOString(), version: "5.3" },
    };
    const parts = [header, parent, {}, content].map((part) => Buffer.from(JSON.stringify(part)));
    return [delimiter, Buffer.from(sign(parts)), ...parts];
  }

  /** @param {readonly Buffer[]} parts */
  function sign(parts) {
    if (connection.key === "") return "";
    const scheme = String(connection.signature_scheme || "hmac-sha256").replace("hmac-", "");
    const hmac = createHmac(scheme, connection.key);
    for (const part of parts.slice(0, 4)) hmac.update(part);
    return hmac.digest("hex");
  }

  /**
   * Opens a socket to which many clients may connect.
   *
   * @param {string} type
   * @param {number} port
   * @param {(frames: Buffer[], send: (frames: Buffer[]) => void) => void} receive
   */
  function listen(type, port, receive) {
    /** @type {Set<import("node:net").Socket>} */
    const peers = new Set();
    const server = createServer((/** @type {import("node:net").Socket} */ peer) => {
      const send = (/** @type {Buffer[]} */ frames) => peer.write(message(frames));
      peer.write(greeting(type));
      peers.add(peer);
      peer.on(
        "data",
        reader((frames) => receive(frames, send)),
      );
      peer.on("error", () => {});
      peer.on("close", () => peers.delete(peer));
    });
    const { transport, ip } = connection;
    if (transport === "ipc") server.listen(`${ip}-${port}`);
    else server.listen(port, ip === "*" ? undefined : ip);
    return {
      send: (/** @type {Buffer[]} */ frames) => {
        for (const peer of peers) peer.write(message(frames));
      },
    };
  }
}

/** @param {string} sentence */
const kernelInfo = (sentence) => ({
  protocol_version: "5.3",
  implementation: "cnn-notebooks",
  implementation_version: "0",
  language_info: {
    name: "typescript",
    version: "",
    mimetype: "text/typescript",
    file_extension: ".ts",
  },
  banner: sentence,
  help_links: [],
});

/** Ends this process when the one that started it is gone; Jupyter names that one in JPY_PARENT_PID. */
function endWithParent() {
  if (!process.env.JPY_PARENT_PID) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) process.exit();
  }, 500);
}

// ---------------------------------------------------------------- ZeroMQ's protocol, version 3.0, without encryption

/** @param {string} type @returns {Buffer} the greeting of 64 bytes, then the command READY */
function greeting(type) {
  const bytes = Buffer.alloc(64);
  bytes[0] = 0xff;
  bytes[9] = 0x7f;
  bytes[10] = 3;
  bytes.write("NULL", 12);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(type.length);
  const ready = Buffer.concat([Buffer.from("\x05READY\x0bSocket-Type"), size, Buffer.from(type)]);
  return Buffer.concat([bytes, Buffer.from([4, ready.length]), ready]);
}

/** @param {readonly Buffer[]} frames */
const message = (frames) =>
  Buffer.concat(
    frames.flatMap((frame, k) => {
      const more = k < frames.length - 1 ? 1 : 0;
      const head = Buffer.alloc(9);
      head[0] = more + 2;
      head.writeBigUInt64BE(BigInt(frame.length), 1);
      return [head, frame];
    }),
  );

/**
 * @param {(frames: Buffer[]) => void} receive
 * @returns {(bytes: Buffer) => void} takes what arrives, in pieces of any size
 */
function reader(receive) {
  let waiting = Buffer.alloc(0);
  let greeted = false;
  /** @type {Buffer[]} */
  let frames = [];
  return (bytes) => {
    waiting = Buffer.concat([waiting, bytes]);
    if (!greeted && waiting.length >= 64) {
      greeted = true;
      waiting = waiting.subarray(64);
    }
    while (greeted) {
      const [flags = 0, shortSize = 0] = waiting;
      const isLong = (flags & 2) !== 0;
      const head = isLong ? 9 : 2;
      if (waiting.length < head) return;
      const size = isLong ? Number(waiting.readBigUInt64BE(1)) : shortSize;
      if (waiting.length < head + size) return;
      const frame = waiting.subarray(head, head + size);
      waiting = waiting.subarray(head + size);
      // A command is about the connection, and no message.
      if (flags & 4) continue;
      frames.push(frame);
      if (flags & 1) continue;
      receive(frames);
      frames = [];
    }
  };
}

module.exports = { standIn };
