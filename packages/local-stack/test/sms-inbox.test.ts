import { describe, expect, test } from 'vitest';
import { type Json, openStack } from './support/open-stack.ts';

describe('SMS', () => {
  test('are listed newest first, by number in any spelling', async () => {
    const stack = await openStack();
    stack.sms.add('998901234567', 'first');
    stack.sms.add('+998901234567', 'second');
    stack.sms.add('+998935550199', 'not yours');
    for (const phone of ['%2B998901234567', '+998901234567', '998901234567']) {
      const { body } = await stack.handset(`/sms?phone=${phone}`);
      expect(body.map((sms: Json) => sms.text)).toEqual(['second', 'first']);
      expect(body[0]).toEqual({ id: 2, phone: '+998901234567', text: 'second', at: expect.stringMatching(/Z$/) });
    }
  });

  test('`wait` delays the answer until one arrives', async () => {
    const stack = await openStack();
    const waiting = stack.handset('/sms?phone=%2B998901234567&wait=30');
    await stack.handset('/users');
    stack.sms.add('+998901234567', 'here');
    expect((await waiting).body).toMatchObject([{ text: 'here' }]);
  });

  test('the number is required', async () => {
    const stack = await openStack();
    expect((await stack.handset('/sms')).body.error.message).toContain('phone');
  });
});
