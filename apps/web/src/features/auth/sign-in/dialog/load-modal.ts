type Modal = typeof import('./LoginModal.tsx');

let modal: Modal | undefined;

/** Fetches the sign-in dialog, which the sign-in page does not need. */
export async function loadModal(): Promise<Modal> {
  modal ??= await import('./LoginModal.tsx');
  return modal;
}

/** The dialog, if it was fetched before. */
export const loadedModal = (): Modal | undefined => modal;
