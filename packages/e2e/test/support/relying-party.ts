import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { apiEnvironment } from '@raqam/dev/development-environment';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import { type RelyingParty, startRelyingParty } from '../../src/relying-party.ts';

const COMMAND = fileURLToPath(new URL('../../../../apps/api/src/commands/raqam.main.ts', import.meta.url));

/** Starts a relying party for the tests of a file, which the operator has registered by the command. */
export function useRelyingParty(id: string, name: string, { isOwn }: { isOwn: boolean }): { readonly url: string } {
  let party: RelyingParty | undefined;

  beforeAll(async () => {
    party = await startRelyingParty(name);
    const uris = ['--redirect-uri', party.callbackUrl, '--post-logout-redirect-uri', `${party.url}/`];
    const output = runCommand('clients', 'add', id, '--name', name, ...uris, ...(isOwn ? ['--own'] : []));
    const secret = /^client_secret\s+(\S+)$/m.exec(output)?.[1];
    if (secret === undefined) throw new Error(`The command showed no secret: ${output}`);
    await party.register(`${inject('urls').api}/oidc`, { id, secret });
  });
  afterAll(() => party?.close());

  return {
    get url() {
      if (!party) throw new Error('The relying party has not started');
      return party.url;
    },
  };
}

/** What the relying party has learned about the person who is signed in there. */
export async function claimsOn(page: Page): Promise<Record<string, unknown>> {
  await page.getByRole('link', { name: 'Sign out' }).waitFor();
  return JSON.parse((await page.locator('output').textContent()) ?? '');
}

/** Runs the operator's command on the database of the stack. */
function runCommand(...args: string[]): string {
  const env = apiEnvironment(inject('ports'), inject('urls').postgres);
  return execFileSync(process.execPath, [COMMAND, ...args], { env, encoding: 'utf8' });
}
