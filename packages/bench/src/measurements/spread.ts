export interface Spread {
  median: number;
  min: number;
  max: number;
}

/** Figures that are not known (NaN) yield NaN. */
export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { median: (at(0.5) + (sorted[Math.floor(sorted.length / 2)] ?? Number.NaN)) / 2, min: at(0), max: at(1) };
}

/** The spread of each figure over all rounds. */
export function spreadOfRounds<Key extends string>(rounds: readonly Record<Key, number>[]): Record<Key, Spread> {
  const keys = Object.keys(rounds[0] ?? {}) as Key[]; // the rounds have no other ones
  const entries = keys.map((key) => [key, spread(rounds.map((round) => round[key]))]);
  return Object.fromEntries(entries);
}
