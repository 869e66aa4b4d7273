/** Is told how long a phase of the compiler took. */
export type TellTime = (phase: string, milliseconds: number) => void;

/** Measures phases. @returns a function to call at the end of each phase, with its name */
export function phases(tell: TellTime = () => {}): (phase: string) => void {
  let begun = performance.now();
  return (phase) => {
    const now = performance.now();
    tell(phase, now - begun);
    begun = now;
  };
}
