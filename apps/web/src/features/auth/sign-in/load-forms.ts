type Forms = typeof import('./SignInForms.tsx');

let forms: Forms | undefined;

/** Fetches the forms of the sign-in. */
export async function loadForms(): Promise<Forms> {
  forms ??= await import('./SignInForms.tsx');
  return forms;
}

/** The forms, if they were fetched before. */
export const loadedForms = (): Forms | undefined => forms;
