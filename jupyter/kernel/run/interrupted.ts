/** The error that a stopped cell ends with. */
export class Interrupted extends Error {
  override readonly name = "Interrupted";
}
