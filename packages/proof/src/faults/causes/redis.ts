import type { Fault } from '../fault.ts';
import { hasRedis } from '../world/redis-server.ts';

const OUTAGE_MS = 8_000;
const world = { hasRedis: true };
const skip = () => (hasRedis() ? undefined : 'no redis-server here: apt-get install redis-server');

export const redisFaults: Record<string, Fault> = {
  'redis-away': {
    shows: 'Redis killed (kill -9) for 8 s, then started',
    times: 2,
    world,
    skip,
    async cause({ world: { redis }, last }, times) {
      for (let n = 0; n < times; n++) {
        await redis?.kill();
        await last(OUTAGE_MS);
        await redis?.start();
        await last(1_000);
      }
    },
  },
  'redis-freeze': {
    shows: 'Redis frozen (SIGSTOP) for 8 s, then thawed',
    times: 1,
    world,
    skip,
    async cause({ world: { redis }, last }) {
      redis?.freeze();
      await last(OUTAGE_MS);
      redis?.thaw();
    },
  },
};
