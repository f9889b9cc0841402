import type { ServerResponse } from 'node:http';
import { API_BASE_PATH, routes } from '@raqam/shared/routes';
import { JSON_TYPE } from './answers.ts';

interface KnownUpdate {
  holder: unknown;
  /** Milliseconds of the monotonic clock. */
  heldUntil: number;
  isAnswered: boolean;
}

/** Shorter than the API's, so that tests of crashes end soon. */
const HELD_MS = 6_000;

/** The API's memory of updates. `handle` returns whether the path is one of its endpoints. */
export function createFakeUpdates() {
  const known = new Map<string, KnownUpdate>();

  function claim(name: string, holder: unknown): string {
    const update = known.get(name);
    if (update?.isAnswered) return 'answered';
    if (update && update.holder !== holder && update.heldUntil > performance.now()) return 'held_elsewhere';
    known.set(name, { holder, heldUntil: performance.now() + HELD_MS, isAnswered: false });
    return 'held';
  }

  return {
    known: known as ReadonlyMap<string, KnownUpdate>,
    handle(path: string, body: Record<string, unknown>, response: ServerResponse): boolean {
      const name = String(body['update']);
      if (path === API_BASE_PATH + routes.claimUpdate.path) {
        response.writeHead(200, JSON_TYPE).end(JSON.stringify({ state: claim(name, body['holder']) }));
        return true;
      }
      if (path !== API_BASE_PATH + routes.releaseUpdate.path) return false;
      const update = known.get(name);
      if (update?.holder === body['holder'] && !update?.isAnswered)
        known.set(name, { holder: body['holder'], heldUntil: 0, isAnswered: body['is_answered'] === true });
      response.writeHead(204).end();
      return true;
    },
  };
}
