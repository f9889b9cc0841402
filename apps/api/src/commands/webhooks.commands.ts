import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { RowsOf } from '../database/prepare.ts';
import { openVault } from '../encryption/vault.ts';
import { type DeliveryRow, findDelivery, resendDelivery } from '../features/webhooks/deliveries.queries.ts';
import {
  addWebhook,
  DELIVERIES_PER_PAGE,
  pageDeliveries,
  readWebhookId,
  removeWebhook,
  resendFailedDeliveries,
  rotateWebhookSecret,
  type WebhookRefusal,
} from '../features/webhooks/manage-webhooks.ts';
import { presentDelivery, presentWebhook } from '../features/webhooks/present-webhook.ts';
import { disableWebhook, enableWebhook, listWebhooks, sendTest } from '../features/webhooks/webhooks.queries.ts';
import { isUuid } from '../uuid.ts';
import { type Command, type CommandContext, CommandFailed } from './command.ts';
import { table } from './table.ts';

/** How long `test` waits for the answer of the receiver. */
const TEST_TIMEOUT_MS = 20_000;
const TEST_INTERVAL_MS = 250;

/** `pnpm raqam webhooks …` */
export const webhookCommands: Readonly<Record<string, Command>> = {
  add: {
    args: ['<url>'],
    summary: 'Add a webhook and print its secret, once. Types: user.created, user.* or *',
    options: { type: { type: 'string', multiple: true } },
    async run({ db, config, act, args: [url = ''], options, show }) {
      const types = [options['type'] ?? []].flat().map(String);
      const allowPrivate = config.privateWebhooks;
      const added = await addWebhook(db, { url, types }, act, { ...makeSecrets(config), allowPrivate });
      if (!added.ok) throw new CommandFailed(describeRefusal(added.error));
      const { id, secret } = added;
      show({ id, secret }, () => [
        `Webhook ${id} gets ${types.join(', ')} from now on. Its secret, which is not shown again:`,
        secret,
      ]);
    },
  },
  list: {
    summary: 'List the webhooks, with the number of deliveries that wait or failed',
    async run({ db, show }) {
      const webhooks = await db.run(listWebhooks, {});
      show(webhooks.map(presentWebhook), () =>
        webhooks.length === 0 ? ['There are no webhooks.'] : tableOfWebhooks(webhooks),
      );
    },
  },
  show: {
    args: ['<id>'],
    summary: 'Show a webhook and its newest deliveries',
    async run({ db, args: [given = ''], show }) {
      const webhook = await findWebhook(db, given);
      const { deliveries } = await pageDeliveries(db, { id: webhook.id, onlyFailed: false });
      show({ webhook: presentWebhook(webhook), deliveries: deliveries.map(presentDelivery) }, () => [
        ...tableOfWebhooks([webhook]),
        '',
        ...tableOfDeliveries(deliveries),
      ]);
    },
  },
  'rotate-secret': {
    args: ['<id>'],
    summary: 'Give a webhook another secret and print it, once; for a day both sign',
    async run({ db, config, act, args: [given = ''], confirm, show }) {
      const { id, url } = await findWebhook(db, given);
      await confirm(`Give the webhook ${id} (${url}) another secret? A secret replaced before signs no longer.`);
      const secret = await rotateWebhookSecret(db, id, act, makeSecrets(config));
      if (secret === undefined) throw unknown(given);
      show({ secret }, () => [
        'The secret before signs too for 24 hours. The new one, which is not shown again:',
        secret,
      ]);
    },
  },
  disable: {
    args: ['<id>'],
    summary: 'Stop deliveries: pending ones wait, and events meanwhile are not delivered',
    async run({ db, act, args: [given = ''], show }) {
      const { id } = await findWebhook(db, given);
      await db.run(disableWebhook, { ...act, id });
      show({ disabled: id }, () => [`Webhook ${id} is disabled.`]);
    },
  },
  enable: {
    args: ['<id>'],
    summary: 'Start deliveries again',
    async run({ db, act, args: [given = ''], show }) {
      const { id } = await findWebhook(db, given);
      await db.run(enableWebhook, { ...act, id });
      show({ enabled: id }, () => [`Webhook ${id} is enabled and gets events from now on.`]);
    },
  },
  remove: {
    args: ['<id>'],
    summary: 'Remove a webhook with its deliveries',
    async run({ db, act, args: [given = ''], confirm, show }) {
      const { id, url } = await findWebhook(db, given);
      await confirm(`Remove the webhook ${id} (${url}) with its deliveries?`);
      await removeWebhook(db, id, act);
      show({ removed: id }, () => [`Webhook ${id} is removed.`]);
    },
  },
  deliveries: {
    args: ['[id]'],
    summary: `List the newest ${DELIVERIES_PER_PAGE} deliveries of a webhook, or of each, or those that failed for good`,
    options: { failed: { type: 'boolean' } },
    async run({ db, args: [given], options, show }) {
      const onlyFailed = options['failed'] === true;
      const webhooks = given === undefined ? await db.run(listWebhooks, {}) : [await findWebhook(db, given)];
      const pages = await Promise.all(webhooks.map(({ id }) => pageDeliveries(db, { id, onlyFailed })));
      const deliveries = pages.flatMap((page) => page.deliveries);
      show(deliveries.map(presentDelivery), () => tableOfDeliveries(deliveries));
    },
  },
  resend: {
    args: ['[delivery id]'],
    summary: 'Send a delivery again, or with --failed all that failed for good',
    options: { failed: { type: 'boolean' } },
    async run({ db, act, args: [id], options, show }) {
      if ((id === undefined) !== (options['failed'] === true))
        throw new CommandFailed('Give the id of a delivery, or --failed.');
      const resent = id === undefined ? await resendAll(db, act) : await resend(db, id, act);
      show({ resent }, () => [`${resent} to be sent again.`]);
    },
  },
  test: {
    args: ['<id>'],
    summary: 'Send a webhook an event of the type webhook.test, and wait for the answer',
    async run({ db, act, args: [given = ''], show }) {
      const webhook = await findWebhook(db, given);
      const [sent] = await db.run(sendTest, { ...act, id: webhook.id });
      if (sent === undefined) throw new CommandFailed(`The webhook ${given} is disabled.`);
      for (let waitedMs = 0; waitedMs < TEST_TIMEOUT_MS; waitedMs += TEST_INTERVAL_MS) {
        const [delivery] = await db.run(findDelivery, { id: sent.id });
        if (delivery?.outcome) return show(presentDelivery(delivery), () => tableOfDeliveries([delivery]));
        await pause(TEST_INTERVAL_MS);
      }
      throw new CommandFailed('Nothing was sent. Is the api running?');
    },
  },
};

type WebhookRow = RowsOf<typeof listWebhooks>;

async function findWebhook(db: CommandContext['db'], given: string): Promise<WebhookRow> {
  const id = readWebhookId(given);
  if (id === undefined) throw new CommandFailed(`${given} is not the id of a webhook.`);
  const webhook = (await db.run(listWebhooks, {})).find((row) => row.id === id);
  if (webhook === undefined) throw unknown(given);
  return webhook;
}

function unknown(id: string): CommandFailed {
  return new CommandFailed(`There is no webhook ${id}.`);
}

function makeSecrets({ secretKeys }: CommandContext['config']) {
  return { randomBytes, seal: openVault(secretKeys).encrypt };
}

async function resend(db: CommandContext['db'], id: string, act: CommandContext['act']): Promise<number> {
  const [delivery] = isUuid(id) ? await db.run(findDelivery, { id }) : [];
  const [resent] = delivery ? await db.run(resendDelivery, { ...act, id, webhook_id: delivery.webhook_id }) : [];
  if (resent === undefined) throw new CommandFailed(`There is no delivery ${id}, or it is being sent.`);
  return 1;
}

async function resendAll(db: CommandContext['db'], act: CommandContext['act']): Promise<number> {
  let count = 0;
  for (const { id } of await db.run(listWebhooks, {})) count += await resendFailedDeliveries(db, id, act);
  return count;
}

function describeRefusal(refusal: WebhookRefusal): string {
  if (refusal === 'not_https') return 'The URL must begin with https://.';
  if (refusal === 'url_with_password') return 'The URL must hold no user name or password.';
  if (refusal === 'no_type') return 'Give at least one --type, such as user.created, user.* or "*".';
  return `${refusal.type} is not a type of events: docs/events.md lists them.`;
}

function tableOfWebhooks(webhooks: readonly WebhookRow[]): string[] {
  return table(
    ['id', 'url', 'types', 'since', 'state', 'pending', 'failed'],
    webhooks.map(({ id, url, types, created_at, disabled_at, pending, failed }) => [
      id,
      url,
      types.join(','),
      created_at.toISOString(),
      disabled_at ? 'disabled' : 'enabled',
      pending,
      failed,
    ]),
  );
}

function tableOfDeliveries(deliveries: readonly DeliveryRow[]): string[] {
  if (deliveries.length === 0) return ['There are none.'];
  return table(
    ['delivery', 'webhook', 'type', 'created', 'state', 'tries', 'last outcome', 'next try'],
    deliveries.map(({ id, webhook_id, type, created_at, state, tries, outcome, next_at }) => [
      id,
      webhook_id,
      type,
      created_at.toISOString(),
      state,
      tries,
      outcome,
      state === 'pending' ? next_at.toISOString() : null,
    ]),
  );
}
