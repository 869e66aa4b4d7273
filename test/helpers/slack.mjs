/**
 * How many times as long as its test says something may take: `TEST_SLACK=3 npm test` on a machine that is slow or
 * busy. Every claim about wall time counts with it, and so does the patience of every wait.
 */
const slack = Number(process.env.TEST_SLACK ?? 1);

if (!(slack > 0)) throw new Error(`TEST_SLACK must be a number > 0, got "${process.env.TEST_SLACK}"`);

/**
 * @param {number} time
 * @returns {number} as much time as this machine is allowed where a test says `time`
 */
export const allowed = (time) => time * slack;
