import type { Page } from 'playwright-core';
import type { Person } from '../handset.ts';
import { languages, speak } from '../site.ts';
import type { World } from '../world.ts';

/** A person with a new browser, before they open the site. */
export interface Visit {
  world: World;
  page: Page;
  person: Person;
  /** Opens the site. */
  open: (path?: string) => Promise<void>;
}

/** A failure of the API for this visit: unreachable, or it accepts requests and never answers. */
export type Api = 'down' | 'silent';

export interface State {
  name: string;
  api?: Api;
  arrive: (visit: Visit) => Promise<unknown>;
}

/** Opens the site with all languages fetched. */
export async function goOffline(page: Page): Promise<void> {
  for (const language of [...languages, 'uz']) await speak(page, language);
  await page.evaluate(() => performance.mark('languages-fetched'));
  await page.context().setOffline(true);
}
