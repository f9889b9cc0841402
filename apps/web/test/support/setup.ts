import { setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net';
import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeAll, vi } from 'vitest';

// jsdom lacks dialogs: this adds opening, closing and the close event, but neither focus nor Esc.
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

// Where localhost has two addresses: the other one is tried if the first does not answer in time.
setDefaultAutoSelectFamilyAttemptTimeout(60_000);

// Vite compiles a lazy part of the page first, which takes long on a busy machine.
configure({ asyncUtilTimeout: 60_000 });

// Real pages have fetched them before a person clicks.
beforeAll(async () => {
  if (typeof document === 'undefined') return;
  const [messages, forms, signedIn, modal] = await Promise.all([
    import('../../src/messages/load-messages.ts'),
    import('../../src/features/auth/sign-in/load-forms.ts'),
    import('../../src/features/auth/signed-in/load-signed-in.ts'),
    import('../../src/features/auth/sign-in/dialog/load-modal.ts'),
  ]);
  await Promise.all([messages.loadLater('uz'), forms.loadForms(), signedIn.loadSignedIn(), modal.loadModal()]);
});

afterEach(() => {
  // Tests of the build have no page.
  if (typeof document === 'undefined') return;
  cleanup();
  localStorage.clear();
  sessionStorage.clear();
});
