import { normalisePhone } from '@raqam/shared/phone';
import { expect, test } from 'vitest';
import { maskPhone } from '../../src/features/events/events.ts';

test.for([
  ['+998901234567', '+99890•••4567'],
  ['+6581234567', '+658•••4567'],
  ['+376312345', '+37•••2345'],
] as const)('of %s at least three digits are hidden', ([number, masked]) => {
  const read = normalisePhone(number);
  expect(read.ok && maskPhone(read.phone)).toBe(masked);
});
