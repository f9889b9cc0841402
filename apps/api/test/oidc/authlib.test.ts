import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { addRelyingParty, Browser, CALLBACK, useOidcApi } from '../support/oidc.ts';

/** Debian's, which has the package python3-authlib. */
const PYTHON = '/usr/bin/python3';

const api = useOidcApi();

for (const signingAlgorithm of ['RS256', 'ES256'] as const)
  test(`a relying party on Python’s Authlib signs a person in, with ID tokens of ${signingAlgorithm}`, async () => {
    const config = await addRelyingParty(api, { signingAlgorithm });
    const { client_id, client_secret } = config.clientMetadata();
    const script = fileURLToPath(new URL('relying-party.py', import.meta.url));
    const child = spawn(PYTHON, [script, api.issuer, client_id, CALLBACK], {
      env: { CLIENT_SECRET: String(client_secret) },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const closed = once(child, 'close');
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const browser = new Browser(api);
    const person = await browser.signIn();
    const { value: url = '' } = await lines.next();
    const { url: page } = await browser.open(url);
    const callback = await browser.confirm(page.searchParams.get('interaction') ?? '');
    child.stdin.end(`${callback.href}\n`);
    const { value: learned = '' } = await lines.next();
    expect(await closed).toEqual([0, null]);
    expect(JSON.parse(learned)).toMatchObject({
      header: { alg: signingAlgorithm },
      claims: { iss: api.issuer, aud: client_id, amr: ['otp', 'x_telegram'] },
      user: { phone_number: person.phone, phone_number_verified: true, telegram_id: person.telegramId },
      is_renewed: true,
    });
  });
