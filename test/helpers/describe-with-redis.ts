import { missingRedis } from "./redis-server";
import { describeWith } from "./require-all";

/** A suite that needs a Redis of its own: it is started by its tests, and never one that is there already. */
export function describeWithRedis(name: string, suite: () => void): void {
  describeWith(missingRedis(), name, suite);
}
