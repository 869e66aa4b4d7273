import type { Probe } from "../trial";
import { asking } from "./asking";
import { coding } from "./coding";
import { showing } from "./showing";
import { stopping } from "./stopping";

/** The lines of the table. */
export const probes: readonly Probe[] = [...showing, ...stopping, ...coding, ...asking];
