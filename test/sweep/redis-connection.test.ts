import { createServer } from "node:net";
import { expect, test } from "vitest";
import { connect, connectionFrom } from "../../src/sweep/redis-connection";
import { freePorts } from "../helpers/ports";
import { allowed } from "../helpers/slack.mjs";
import { temporaryFolder } from "../helpers/temporary-folder";

const from = (address: string, environment = {}) => connectionFrom(address, environment);

test("an address gives host, port, user and database, and the environment the password", () => {
  expect(from("rediss://cnn@redis.example.org:6380/2", { REDIS_PASSWORD: "secret" })).toEqual({
    host: "redis.example.org",
    port: 6380,
    db: 2,
    username: "cnn",
    password: "secret",
    tls: {},
  });
  expect(from("redis://localhost")).toEqual({ host: "localhost", port: 6379, db: 0 });
});

test.each(["redis://:secret@localhost", "rediss://cnn:secret@redis.example.org"])(
  "a password in the address is refused: %s",
  (address) => {
    expect(() => from(address)).toThrow("must be without a password");
    expect(() => from(address)).toThrow("set REDIS_PASSWORD");
    try {
      from(address);
    } catch (error) {
      expect((error as Error).message).not.toContain("secret");
    }
  },
);

test("another machine without TLS is refused, unless REDIS_PLAIN=1 says that the network is one's own", () => {
  expect(() => from("redis://redis.example.org")).toThrow("must be rediss://, with TLS");
  expect(() => from("redis://127.0.0.1.example.org")).toThrow("must be rediss://, with TLS");
  expect(from("redis://redis.example.org", { REDIS_PLAIN: "1" })).not.toHaveProperty("tls");
  for (const here of ["localhost", "127.0.0.1", "127.1.2.3", "[::1]"]) expect(from(`redis://${here}`).db).toBe(0);
});

test.each(["", "localhost:6379", "http://localhost", "rediss://", "rediss://host/first"])(
  "%j is no address",
  (address) => {
    expect(() => from(address)).toThrow(/^redis: the (address|database) must be /);
  },
);

test("REDIS_CA is a certificate or its file", () => {
  const text = "-----BEGIN CERTIFICATE-----\n…";
  expect(from("rediss://host", { REDIS_CA: text }).tls).toEqual({ ca: text });
  const missing = { REDIS_CA: `${temporaryFolder()}/none.pem` };
  expect(() => from("rediss://host", missing)).toThrow("REDIS_CA must be a certificate's file: ENOENT");
});

test("no Redis at the address is said at once, and a port that says nothing within the patience", async () => {
  const [free] = await freePorts(1);
  await expect(connect(from(`redis://127.0.0.1:${free}`))).rejects.toThrow(
    `no Redis at 127.0.0.1:${free} (connect ECONNREFUSED`,
  );
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const { port } = silent.address() as { port: number };
  const started = performance.now();
  await expect(connect(from(`redis://127.0.0.1:${port}`), { patience: 500 })).rejects.toThrow(
    `no Redis at 127.0.0.1:${port} (no answer)`,
  );
  expect(performance.now() - started).toBeLessThan(allowed(5000));
  silent.close();
});
