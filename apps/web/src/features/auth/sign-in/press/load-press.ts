type Part = typeof import('./press.ts');

let part: Part | undefined;

/** Fetches the sign-in by one press; until it is there, the first screen has a plain link to the bot. */
export async function loadPress(): Promise<Part> {
  part ??= await import('./press.ts');
  return part;
}

/** The same, if it was fetched before. */
export const loadedPress = (): Part | undefined => part;
