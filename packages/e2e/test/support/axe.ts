import axe from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** The findings of axe in a page, or in a frame of it, by rule. */
export async function violationsOf(page: Page | Frame): Promise<string[]> {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const run: typeof axe.run = Reflect.get(window, 'axe').run;
    const { violations } = await run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
}
