/** The error that a stopped cell or handler ends with. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}
