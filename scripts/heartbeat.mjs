/** Milliseconds after which a command that says nothing itself is reported to be still at work. */
const interval = 15_000;

/**
 * Does something that may take long, and says every fifteen seconds that it is still at it.
 *
 * @template T
 * @param {string} what
 * @param {() => Promise<T> | T} work
 * @returns {Promise<T>}
 */
export async function withHeartbeat(what, work) {
  const start = Date.now();
  const timer = setInterval(() => {
    console.log(`  ${what}: ${Math.round((Date.now() - start) / 1000)} s so far`);
  }, interval);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}
