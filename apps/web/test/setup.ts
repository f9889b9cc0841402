import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

afterEach(() => {
  // Tests of the build have no page.
  if (typeof document === 'undefined') return;
  cleanup();
  localStorage.clear();
});
