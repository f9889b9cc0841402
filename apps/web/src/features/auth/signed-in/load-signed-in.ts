type Part = typeof import('./SignedIn.tsx');

let part: Part | undefined;

/** Fetches the views for people who are signed in, which nobody needs on the first screen. */
export async function loadSignedIn(): Promise<Part> {
  part ??= await import('./SignedIn.tsx');
  return part;
}

/** The views, if they were fetched before. */
export const loadedSignedIn = (): Part | undefined => part;
