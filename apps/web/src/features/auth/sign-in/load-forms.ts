type Forms = typeof import('./SignInForms.tsx');

let forms: Forms | undefined;

/** Fetches the forms of the sign-in, and the calls that they make. */
export async function loadForms(): Promise<Forms> {
  forms ??= (await Promise.all([import('./SignInForms.tsx'), import('../session/ways-in.ts')]))[0];
  return forms;
}

/** The forms, if they were fetched before. */
export const loadedForms = (): Forms | undefined => forms;
