import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chooseFreePorts } from '@raqam/dev/ports';
import type { BrowserContext } from 'playwright-core';
import { CHROMIUM_HINT, findChromium, launchChromium } from '../chromium.ts';
import { cardOf, createHandset } from '../handset.ts';
import { deploy } from '../rehearsal/deployment.ts';
import { claimsOn, startRelyingParty } from '../relying-party.ts';
import { pressOf, see } from '../site.ts';

const PHONE = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, locale: 'uz-UZ' };
const STEP_TIMEOUT_MS = 60_000;
const examples = fileURLToPath(new URL('../../../../apps/api/examples/', import.meta.url));

/**
 * Shows what other services rely on, on production builds of the three services: a relying party signs a person in by
 * OpenID Connect and one press in Telegram, a service in Python verifies the access token by the public keys, another
 * one gets the signed webhook of the new user, and after SECRET_KEY was replaced the person is still signed in.
 *
 * @throws at the first step that fails
 */
export async function showTrust(print: (line: string) => void): Promise<void> {
  const chromium = findChromium();
  if (!chromium) throw new Error(CHROMIUM_HINT);
  const undo: (() => unknown)[] = [];
  try {
    print('Starting api, bot and web …');
    const { urls, secrets, redeploy, operate, stop } = await deploy({ sites: 'same' });
    undo.push(stop);

    const { api: port } = await chooseFreePorts();
    const added = await operate('webhooks', 'add', `http://localhost:${port}/webhooks/raqam`, '--type', 'user.created');
    const receiver = listenTo('node', ['webhook-receiver.mjs'], {
      PORT: String(port),
      WEBHOOK_SECRET: /whsec_\S+/.exec(added)?.[0] ?? '',
    });
    undo.push(receiver.stop);
    await receiver.line(/^listening/);
    const shop = await startRelyingParty({ id: 'shop', name: 'Shop', isOwn: true, publicUrl: urls.web, operate });
    undo.push(shop.close);
    print('Registered a webhook, and a client of OpenID Connect');

    const browser = await launchChromium(chromium);
    undo.push(() => browser.close());
    const context = await browser.newContext(PHONE);
    context.setDefaultTimeout(STEP_TIMEOUT_MS);
    const page = await context.newPage();
    await page.goto(`${shop.url}/login`);
    const person = await createHandset(urls.stack).addPerson();
    const { url, number } = await pressOf(page);
    await person.press(await cardOf(person, url), number);
    const claims = await claimsOn(page);
    expectSame('phone_number', claims['phone_number'], person.phone);
    print(`Signed in to the client by one press: ${JSON.stringify(claims)}`);

    const oldKey = keyOf(await accessTokenOf(context, urls.web));
    const verifier = listenTo('/usr/bin/python3', ['verify_token.py', urls.web]);
    undo.push(verifier.stop);
    const verify = async () => {
      verifier.write(await accessTokenOf(context, urls.web));
      const line = await verifier.line(/./);
      expectSame('sub', JSON.parse(line)?.sub, claims['sub']);
      return line;
    };
    print(`A service in Python verified the token: ${await verify()}`);

    print(`The webhook came, signed: ${await receiver.line(new RegExp(`^user.created ${claims['sub']}$`))}`);

    const { secretKey } = secrets;
    const next = randomBytes(48).toString('base64');
    for (const both of [`${secretKey},${next}`, `${next},${secretKey}`]) await redeploy('api', { SECRET_KEY: both });
    await page.goto(`${urls.web}/account`);
    await see(page, /./);
    await page.evaluate(() => fetch('/api/v1/auth/token/refresh/', { method: 'POST' }));
    if (keyOf(await accessTokenOf(context, urls.web)) === oldKey)
      throw new Error('The new token is signed by the replaced key');
    await page.goto(`${shop.url}/login?prompt=none`);
    expectSame('sub', (await claimsOn(page))['sub'], claims['sub']);
    print(`SECRET_KEY was replaced, and the person is still signed in, here and there: ${await verify()}`);
  } finally {
    for (const step of undo.reverse()) await step();
  }
}

function expectSame(what: string, found: unknown, expected: unknown): void {
  if (found !== expected) throw new Error(`${what} is ${String(found)}, not ${String(expected)}`);
}

/** The access token of a browser: scripts of the page can't read it. */
async function accessTokenOf(context: BrowserContext, url: string): Promise<string> {
  const cookies = await context.cookies(url);
  return cookies.find(({ name }) => name === 'access_token')?.value ?? '';
}

/** The id of the key that signed a token. */
function keyOf(token: string): unknown {
  return JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())['kid'];
}

interface Listener {
  write(line: string): void;
  /** Waits for the next line that matches. */
  line(pattern: RegExp): Promise<string>;
  stop(): void;
}

/** Starts an example program. */
function listenTo(command: string, args: string[], env: Record<string, string> = {}): Listener {
  // biome-ignore lint/style/noProcessEnv: PATH of the machine
  const inherited = { PATH: process.env['PATH'] ?? '' };
  const program: ChildProcessWithoutNullStreams = spawn(command, args, {
    cwd: examples,
    env: { ...inherited, ...env },
  });
  program.stderr.pipe(process.stderr);
  const lines = createInterface(program.stdout)[Symbol.asyncIterator]();
  return {
    write: (line) => void program.stdin.write(`${line}\n`),
    async line(pattern) {
      const late = AbortSignal.timeout(STEP_TIMEOUT_MS);
      const timeout = new Promise<never>((_resolve, reject) => {
        late.addEventListener('abort', () => reject(new Error(`${args[0]} never printed ${pattern}`)), { once: true });
      });
      for (;;) {
        const { value, done } = await Promise.race([lines.next(), timeout]);
        if (done) throw new Error(`${args[0]} ended before it printed ${pattern}`);
        if (pattern.test(value)) return value;
      }
    },
    stop: () => void program.kill(),
  };
}
