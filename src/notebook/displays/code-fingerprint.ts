import { createHash } from "node:crypto";

/** What tells a file's JavaScript from another: set-up notes it, and a notebook compares. */
export const codeFingerprint = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 16);
