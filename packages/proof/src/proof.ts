/** Something that Raqam promises, shown by a command that anyone can repeat. */
export interface Proof {
  /** One line, with how long it takes. */
  shows: string;
  /** Prints what it found. Returns the exit code: 0 only if everything held. */
  run(args: readonly string[]): Promise<number>;
}
