type Modal = typeof import('./LoginModal.tsx');

let modal: Modal | undefined;

/** Fetches the dialog of the sign-in. The sign-in's own page does without. */
export async function loadModal(): Promise<Modal> {
  modal ??= await import('./LoginModal.tsx');
  return modal;
}

/** The dialog, where it was fetched before. */
export const loadedModal = (): Modal | undefined => modal;
