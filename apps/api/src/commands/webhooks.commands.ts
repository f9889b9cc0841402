import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { RowsOf } from '../database/prepare.ts';
import { openVault } from '../encryption/vault.ts';
import { findDelivery, listDeliveries, resendDelivery, resendFailed } from '../features/webhooks/deliveries.queries.ts';
import { createSecret } from '../features/webhooks/sign-webhook.ts';
import {
  addWebhook,
  deleteDeliveriesOf,
  disableWebhook,
  enableWebhook,
  listWebhooks,
  removeWebhook,
  rotateSecret,
  sendTest,
} from '../features/webhooks/webhooks.queries.ts';
import { isUuid } from '../uuid.ts';
import { type Command, type CommandContext, CommandFailed } from './command.ts';

/** Deliveries of a webhook that a list shows. */
const LISTED = 50;
/** Rows per statement. */
const BATCH = 1_000;
/** How long `test` waits for the answer of the receiver. */
const TEST_TIMEOUT_MS = 20_000;
const TEST_INTERVAL_MS = 250;

const TYPE = /^(?:\*|[a-z_]+\.\*|[a-z_]+\.[a-z_]+)$/;

/** `pnpm raqam webhooks …` */
export const webhookCommands: Readonly<Record<string, Command>> = {
  add: {
    args: ['<url>'],
    summary: 'Add a webhook and print its secret, once. Types: user.created, user.* or *',
    options: { type: { type: 'string', multiple: true } },
    async run({ db, config, args: [url = ''], options, print }) {
      const types = readTypes(options['type']);
      const address = readUrl(url, config.privateWebhooks);
      const secret = createSecret(randomBytes);
      const [added] = await db.run(addWebhook, {
        url: address,
        types,
        sealed: openVault(config.secretKeys).encrypt(secret),
      });
      print(`Webhook ${added?.id} gets ${types.join(', ')} from now on. Its secret, which is not shown again:`);
      print(secret);
    },
  },
  list: {
    summary: 'List the webhooks',
    async run({ db, print }) {
      const webhooks = await db.run(listWebhooks, {});
      if (webhooks.length === 0) print('There are no webhooks.');
      for (const webhook of webhooks) print(describeWebhook(webhook));
    },
  },
  show: {
    args: ['<id>'],
    summary: 'Show a webhook and its newest deliveries',
    async run({ db, args: [given = ''], print }) {
      const id = readId(given);
      const webhook = (await db.run(listWebhooks, {})).find((row) => row.id === id);
      print(describeWebhook(found(webhook, given)));
      const deliveries = await db.run(listDeliveries, { only_failed: false, size: LISTED });
      for (const delivery of deliveries.filter(({ webhook_id }) => webhook_id === id)) print(describe(delivery));
    },
  },
  'rotate-secret': {
    args: ['<id>'],
    summary: 'Give a webhook another secret and print it, once; for a day both sign',
    async run({ db, config, args: [given = ''], print }) {
      const secret = createSecret(randomBytes);
      const [rotated] = await db.run(rotateSecret, {
        id: readId(given),
        sealed: openVault(config.secretKeys).encrypt(secret),
      });
      found(rotated, given);
      print('The secret before signs too for 24 hours. The new one, which is not shown again:');
      print(secret);
    },
  },
  disable: {
    args: ['<id>'],
    summary: 'Stop deliveries: pending ones wait, and events meanwhile are not delivered',
    async run({ db, args: [given = ''], print }) {
      const [changed] = await db.run(disableWebhook, { id: readId(given) });
      print(`Webhook ${found(changed, given, 'or it is disabled').id} is disabled.`);
    },
  },
  enable: {
    args: ['<id>'],
    summary: 'Start deliveries again',
    async run({ db, args: [given = ''], print }) {
      const [changed] = await db.run(enableWebhook, { id: readId(given) });
      print(`Webhook ${found(changed, given, 'or it is enabled').id} is enabled and gets events from now on.`);
    },
  },
  remove: {
    args: ['<id>'],
    summary: 'Remove a webhook with its deliveries',
    async run({ db, args: [given = ''], print }) {
      const id = readId(given);
      await db.run(disableWebhook, { id }); // else deliveries would be added meanwhile
      while ((await db.run(deleteDeliveriesOf, { webhook_id: id, size: BATCH })).length > 0);
      const [removed] = await db.run(removeWebhook, { id });
      print(`Webhook ${found(removed, given).id} is removed.`);
    },
  },
  deliveries: {
    summary: `List the newest ${LISTED} deliveries of each webhook, or those that failed for good`,
    options: { failed: { type: 'boolean' } },
    async run({ db, options, print }) {
      const deliveries = await db.run(listDeliveries, { only_failed: options['failed'] === true, size: LISTED });
      if (deliveries.length === 0) print('There are none.');
      for (const delivery of deliveries) print(describe(delivery));
    },
  },
  resend: {
    args: ['[delivery id]'],
    summary: 'Send a delivery again, or with --failed all that failed for good',
    options: { failed: { type: 'boolean' } },
    async run({ db, args: [id], options, print }) {
      if ((id === undefined) !== (options['failed'] === true))
        throw new CommandFailed('Give the id of a delivery, or --failed.');
      const count = id === undefined ? await resendAll(db) : await resend(db, id);
      print(`${count} to be sent again.`);
    },
  },
  test: {
    args: ['<id>'],
    summary: 'Send a webhook an event of the type webhook.test, and wait for the answer',
    async run({ db, args: [given = ''], print }) {
      const [sent] = await db.run(sendTest, { id: readId(given) });
      const { id } = found(sent, given, 'or it is disabled');
      for (let waitedMs = 0; waitedMs < TEST_TIMEOUT_MS; waitedMs += TEST_INTERVAL_MS) {
        const [delivery] = await db.run(findDelivery, { id });
        if (delivery?.outcome) return print(describe(delivery));
        await pause(TEST_INTERVAL_MS);
      }
      throw new CommandFailed('Nothing was sent. Is the api running?');
    },
  },
};

async function resend(db: CommandContext['db'], id: string): Promise<number> {
  const isFound = isUuid(id) && (await db.run(resendDelivery, { id })).length > 0;
  if (!isFound) throw new CommandFailed(`There is no delivery ${id}, or it is being sent.`);
  return 1;
}

async function resendAll(db: CommandContext['db']): Promise<number> {
  let count = 0;
  for (const { id: webhook_id } of await db.run(listWebhooks, {})) {
    for (let batch = BATCH; batch === BATCH; count += batch)
      batch = (await db.run(resendFailed, { webhook_id, size: BATCH })).length;
  }
  return count;
}

function readTypes(given: CommandContext['options'][string]): string[] {
  const types = Array.isArray(given) ? given.map(String) : [];
  const wrong = types.find((type) => !TYPE.test(type));
  if (types.length === 0) throw new CommandFailed('Give at least one --type, such as user.created, user.* or "*".');
  if (wrong !== undefined) throw new CommandFailed(`${wrong} is not a type of events: docs/events.md lists them.`);
  return types;
}

function readUrl(given: string, allowPrivate: boolean): string {
  const url = URL.parse(given);
  if (url?.protocol !== 'https:' && !(allowPrivate && url?.protocol === 'http:'))
    throw new CommandFailed('The URL must begin with https://.');
  if (url.username || url.password) throw new CommandFailed('The URL must hold no user name or password.');
  url.hash = '';
  return url.href;
}

function readId(given: string): number {
  if (!/^[1-9]\d{0,8}$/.test(given)) throw new CommandFailed(`${given} is not the id of a webhook.`);
  return Number(given);
}

function found<Row>(row: Row | undefined, id: string, or?: string): Row {
  if (row === undefined) throw new CommandFailed(`There is no webhook ${id}${or ? `, ${or}` : ''}.`);
  return row;
}

function describeWebhook({ id, url, types, created_at, disabled_at }: RowsOf<typeof listWebhooks>): string {
  const state = disabled_at ? `disabled ${disabled_at.toISOString()}` : 'enabled';
  return `${id}  ${url}  ${types.join(',')}  since ${created_at.toISOString()}  ${state}`;
}

function describe(delivery: RowsOf<typeof listDeliveries>): string {
  const { id, webhook_id, type, state, tries, outcome, created_at, next_at } = delivery;
  const next = state === 'pending' && tries > 0 ? `, again at ${next_at.toISOString()}` : '';
  const described = `${id}  webhook ${webhook_id}  ${type}  ${created_at.toISOString()}  ${state}`;
  return tries === 0 ? described : `${described} after ${tries} tries: ${outcome}${next}`;
}
