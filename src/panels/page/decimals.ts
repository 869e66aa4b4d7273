/** So many decimals that the largest number has three digits. */
export function decimalsFor(most: number): number {
  return most > 0 && Number.isFinite(most) ? Math.min(6, Math.max(0, 2 - Math.floor(Math.log10(most)))) : 0;
}
