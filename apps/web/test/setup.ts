import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeAll, vi } from 'vitest';

// What jsdom has no dialogs for: opening, closing and the event of the latter. The focus and Esc are the browser's.
if (typeof HTMLDialogElement !== 'undefined') {
  HTMLDialogElement.prototype.showModal = function showModal() {
    this.open = true;
  };
  HTMLDialogElement.prototype.close = function close() {
    if (!this.open) return;
    this.open = false;
    queueMicrotask(() => this.dispatchEvent(new Event('close')));
  };
  // A phone, until a test says otherwise.
  window.matchMedia = (media) =>
    Object.assign(new EventTarget(), {
      media,
      matches: false,
      onchange: null,
      addListener: vi.fn(),
      removeListener: vi.fn(),
    });
}

// A lazy part of the page is translated by Vite first, on whatever the other tests leave of the machine.
configure({ asyncUtilTimeout: 10_000 });

// Before a person presses anything the page has fetched them.
beforeAll(async () => {
  if (typeof document === 'undefined') return;
  const [forms, modal] = await Promise.all([
    import('../src/features/auth/sign-in/load-forms.ts'),
    import('../src/features/auth/sign-in/load-modal.ts'),
  ]);
  await Promise.all([forms.loadForms(), modal.loadModal()]);
});

afterEach(() => {
  // Tests of the build have no page.
  if (typeof document === 'undefined') return;
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});
