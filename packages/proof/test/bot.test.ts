import { afterAll, beforeAll, expect, test } from 'vitest';
import { crash, crowdAtOnce, type Outcome, redeploy, twoReplicas } from '../src/bot/scenarios.ts';
import { type Site, startSite } from '../src/bot/start-site.ts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
}, 180_000);
afterAll(() => site.stop(), 180_000);

const kept = { lost: 0, double: 0, disordered: 0, troubled: 0, firstTrouble: undefined, problems: [] };

// `pnpm prove bot` does the same with a thousand people
test.for<[string, (site: Site, people: number) => Promise<Outcome>, object]>([
  ['one process, two slow answers', crowdAtOnce, kept],
  ['two replicas by webhook, lost acknowledgements', twoReplicas, kept],
  ['a redeploy', redeploy, kept],
  ['a crash, where an answer that was just sent may come again', crash, { ...kept, double: expect.any(Number) }],
])(
  'people at once: %s: every answer arrives once and in order',
  { timeout: 240_000 },
  async ([, scenario, expected]) => {
    const outcome = await scenario(site, 24);
    expect(outcome).toMatchObject(expected);
    expect(outcome.busiestSecond).toBeLessThanOrEqual(30);
  },
);
