import { render, screen } from '@testing-library/react';
import { expect, test } from 'vitest';
import { TextField } from '../src/components/fields/TextField.tsx';
import { kindOf } from '../src/features/account/devices/DeviceIcon.tsx';
import { descriptionOf } from './support/description-of.ts';

const field = (problem: string | undefined) => (
  <TextField label="Ism" hint="Pasportdagidek" problem={problem} value="" onValue={() => {}} />
);

test('an error is a new element, not the hint with another role: screen readers announce only inserted alerts', () => {
  const { rerender } = render(field(undefined));
  const hint = screen.getByText('Pasportdagidek');
  rerender(field('Ism kerak'));
  const alert = screen.getByRole('alert');
  expect(alert).not.toBe(hint);
  expect(hint.isConnected).toBe(false);
  expect(descriptionOf(screen.getByLabelText('Ism'))).toBe('Ism kerak');
  expect(alert.querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
});

test.for([
  ['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36', 'phone'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', 'phone'],
  ['Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36', 'tablet'],
  ['Mozilla/5.0 (iPad; CPU OS 18_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', 'tablet'],
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0', 'computer'],
  ['', 'computer'],
] as const)('%s is drawn as a %s', ([userAgent, kind]) => {
  expect(kindOf(userAgent)).toBe(kind);
});
