import { expect, test } from 'vitest';
import { showTrust } from '../src/trust/show-trust.ts';
import { needCaddy } from './support/caddy.ts';

needCaddy();

test('a client signs a person in, services verify the token and get the webhook, and SECRET_KEY is replaced', async () => {
  const lines: string[] = [];
  await showTrust((line) => lines.push(line));
  expect(lines).toHaveLength(6);
});
