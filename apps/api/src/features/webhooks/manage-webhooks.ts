import type { Database } from '../../database/database.ts';
import { createSecret } from '../../encryption/sign-webhook.ts';
import type { AdminAct } from '../admin/admin-act.ts';
import { listDeliveries, resendFailed } from './deliveries.queries.ts';
import {
  addWebhook as add,
  deleteDeliveriesOf,
  disableWebhook,
  removeWebhook as remove,
  rotateSecret as rotate,
} from './webhooks.queries.ts';

/** How the secrets of webhooks are made and encrypted. */
export interface SecretMaker {
  randomBytes(length: number): Buffer;
  seal(secret: string): string;
}

/** Why a webhook is refused. */
export type WebhookRefusal = 'not_https' | 'url_with_password' | 'no_type' | { type: string };

/** The type of an event, all types of a group, or all types. */
const TYPE = /^(?:\*|[a-z_]+\.\*|[a-z_]+\.[a-z_]+)$/;
/** Rows per statement. */
const BATCH = 1_000;

/**
 * Adds a webhook, which gets the events from now on. Its secret is returned here; later only the receiver has it.
 *
 * @param allowPrivate whether it may be plain HTTP
 */
export async function addWebhook(
  db: Database,
  { url: given, types }: { url: string; types: readonly string[] },
  act: AdminAct,
  { allowPrivate, randomBytes, seal }: SecretMaker & { allowPrivate: boolean },
): Promise<{ ok: true; id: number; url: string; secret: string } | { ok: false; error: WebhookRefusal }> {
  const refuse = (error: WebhookRefusal) => ({ ok: false as const, error });
  const url = URL.parse(given);
  if (url?.protocol !== 'https:' && !(allowPrivate && url?.protocol === 'http:')) return refuse('not_https');
  if (url.username || url.password) return refuse('url_with_password');
  url.hash = '';
  if (types.length === 0) return refuse('no_type');
  const wrong = types.find((type) => !TYPE.test(type));
  if (wrong !== undefined) return refuse({ type: wrong });
  const secret = createSecret(randomBytes);
  const [added] = await db.run(add, { ...act, url: url.href, types: [...new Set(types)], sealed: seal(secret) });
  if (added === undefined) throw new Error('A webhook was not added');
  return { ok: true, id: added.id, url: url.href, secret };
}

/** Gives a webhook another secret; for a day both sign. undefined: there is no such webhook. */
export async function rotateWebhookSecret(
  db: Database,
  id: number,
  act: AdminAct,
  { randomBytes, seal }: SecretMaker,
): Promise<string | undefined> {
  const secret = createSecret(randomBytes);
  const [rotated] = await db.run(rotate, { ...act, id, sealed: seal(secret) });
  return rotated && secret;
}

/** Removes a webhook with its deliveries. @returns whether there was one */
export async function removeWebhook(db: Database, id: number, act: AdminAct): Promise<boolean> {
  await db.run(disableWebhook, { ...act, id }); // else deliveries would be added meanwhile
  while ((await db.run(deleteDeliveriesOf, { webhook_id: id, size: BATCH })).length > 0);
  return (await db.run(remove, { ...act, id })).length > 0;
}

/** Sends all deliveries of a webhook again that failed for good. @returns how many */
export async function resendFailedDeliveries(db: Database, id: number, act: AdminAct): Promise<number> {
  let count = 0;
  for (let batch = BATCH; batch === BATCH; count += batch) {
    const [row] = await db.run(resendFailed, { ...act, webhook_id: id, size: BATCH });
    batch = row?.resent ?? 0;
  }
  return count;
}

/** The id of a webhook in a text; undefined: no webhook has it. */
export function readWebhookId(text: string): number | undefined {
  return /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}

/** Deliveries of one page. */
export const DELIVERIES_PER_PAGE = 50;

/** A page of the deliveries of a webhook, the newest first. `next`: the next page begins before it. */
export async function pageDeliveries(
  db: Database,
  {
    id,
    onlyFailed,
    before = Number.MAX_SAFE_INTEGER,
  }: { id: number; onlyFailed: boolean; before?: number | undefined },
) {
  const rows = await db.run(listDeliveries, {
    webhook_id: id,
    only_failed: onlyFailed,
    before,
    size: DELIVERIES_PER_PAGE,
  });
  return { deliveries: rows, next: rows[DELIVERIES_PER_PAGE - 1]?.position };
}
