/** The process that started this one. When it dies, another process becomes the parent, and `process.ppid` changes. */
export const parent = process.ppid;
