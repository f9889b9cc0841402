import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { inject } from 'vitest';
import { type Message, type Person, requestCode } from '../../src/handset.ts';
import { openTab } from '../../src/site.ts';
import { signIn } from './api.ts';
import type { Visitor } from './browser.ts';
import { addPerson } from './handset.ts';
import { type Input, watchInput } from './watch-input.ts';

const PHONE = {
  viewport: { width: 360, height: 740 },
  isMobile: true,
  hasTouch: true,
} as const satisfies BrowserContextOptions;
export const DESKTOP = { viewport: { width: 1280, height: 800 } } as const satisfies BrowserContextOptions;

/** Adds a person who has an account and has written to the bot before. */
export async function addKnownPerson(about: Parameters<typeof addPerson>[0] = {}): Promise<Person> {
  const person = await addPerson(about);
  await signIn({ phone: person.phone, code: await requestCode(person) });
  return person;
}

export interface OwnPhone extends Visitor {
  input: Input;
}

/** A person's own phone, whose Telegram is signed in as them, with the site in its first tab. */
export async function visitOnPhone(
  visit: (path: string, options: BrowserContextOptions) => Promise<Visitor>,
  person: Person,
  { path = '/register', ...options }: BrowserContextOptions & { path?: string } = {},
): Promise<OwnPhone> {
  const visitor = await visit(`${inject('urls').stack}/?person=${person.id}`, { ...PHONE, ...options });
  const input = await watchInput(visitor.context);
  await visitor.page.goto(inject('urls').web + path);
  return { ...visitor, input };
}

/** The link to Telegram on a phone, which names the number. */
export function linkOn(page: Page | Locator): Locator {
  return page.getByRole('link', { name: /\d\d/ });
}

/** Follows the page's link; resolves to the tab with the Telegram of this phone. */
export function openTelegram({ context, page }: Visitor): Promise<Page> {
  return openTab(context, () => linkOn(page).tap());
}

/** A button in the chat. */
export function buttonIn(telegram: Page, name: string): Locator {
  return telegram.getByRole('button', { name, exact: true });
}

/** Opens the page's link as a person; resolves to the bot's answer. */
export async function openLink(person: Person, url: string): Promise<Message> {
  return person.hear(await person.openLink(url));
}
