/** Whether this is the browser edition, where there are no processes: its stand-in for Node's `process` says so. */
export const isPage = (): boolean => (process as { browser?: boolean }).browser === true;
