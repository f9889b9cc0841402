import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { TextField } from '../src/components/TextField.tsx';
import { descriptionOf } from './description-of.ts';

const field = (problem: string | undefined) => (
  <TextField label="Ism" hint="Pasportdagidek" problem={problem} value="" onValue={() => {}} />
);

test('an error is a new alert, not the hint in another role: screen readers announce only what is inserted', () => {
  const { rerender } = render(field(undefined));
  const hint = screen.getByText('Pasportdagidek');
  rerender(field('Ism kerak'));
  const alert = screen.getByRole('alert');
  expect(alert).not.toBe(hint);
  expect(hint.isConnected).toBe(false);
  expect(descriptionOf(screen.getByLabelText('Ism'))).toBe('Ism kerak');
  expect(alert.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
});
