import { isIP } from 'node:net';
import type { WebhookInfo } from '@grammyjs/types';
import { SECOND_MS } from '../../durations.ts';
import type { Webhook } from '../../world/webhook-state.ts';
import type { Bot } from '../../world/world.ts';
import { badRequest, tooManyRequests } from '../request/bot-api-error.ts';
import type { MethodContext, MethodResult } from '../request/method-context.ts';
import { booleanArg, integerArg } from '../request/request-args.ts';
import { deliverUpdates } from './deliver-updates.ts';
import { endPollForWebhook } from './get-updates.ts';
import { readAllowedUpdates } from './read-allowed-updates.ts';

const MAX_SECRET_LENGTH = 256;
const DEFAULT_CONNECTIONS = 40;
const MAX_CONNECTIONS = 100;
/** The ports that Telegram allows; a webhook on this machine may use any. */
const PORTS: ReadonlySet<string> = new Set(['', '443', '80', '88', '8443']);

/** The method `setWebhook`; an empty `url` deletes the webhook. */
export function setWebhook(context: MethodContext): MethodResult {
  const { bot, args } = context;
  const url = args.get('url') ?? '';
  if (url === '') return deleteWebhook(context);
  const now = performance.now();
  if (now < bot.webhook.nextSetAt) throw tooManyRequests(1);
  bot.webhook.nextSetAt = now + SECOND_MS;

  checkUrl(url);
  const secretToken = args.get('secret_token') ?? '';
  if (secretToken.length > MAX_SECRET_LENGTH) throw badRequest('secret token is too long');
  if (!/^[A-Za-z0-9_-]*$/.test(secretToken)) throw badRequest('secret token contains unallowed characters');
  const allowed = args.has('allowed_updates') ? { updates: readAllowedUpdates(args) } : undefined;

  if (allowed) bot.updates.allowed = allowed.updates;
  if (booleanArg(args, 'drop_pending_updates')) bot.updates.keepLast(0);
  const wasSame = bot.webhook.current?.url === url && bot.webhook.current.secretToken === secretToken;
  endWebhook(bot);
  endPollForWebhook(bot);
  const webhook: Webhook = {
    url,
    secretToken,
    maxConnections: integerArg(args, 'max_connections', DEFAULT_CONNECTIONS, 1, MAX_CONNECTIONS),
    hasCertificate: args.has('certificate'),
    ipAddress: args.get('ip_address') || '127.0.0.1',
    busy: new Set(),
    ended: new AbortController(),
  };
  bot.webhook.current = webhook;
  deliverUpdates(context, webhook);
  return { result: true, description: wasSame ? 'Webhook is already set' : 'Webhook was set' };
}

/** The method `deleteWebhook`. */
export function deleteWebhook({ bot, args }: MethodContext): MethodResult {
  const wasSet = bot.webhook.current !== undefined;
  if (booleanArg(args, 'drop_pending_updates')) bot.updates.keepLast(0);
  endWebhook(bot);
  return { result: true, description: wasSet ? 'Webhook was deleted' : 'Webhook is already deleted' };
}

/** The method `getWebhookInfo`. */
export function getWebhookInfo({ bot }: MethodContext): MethodResult {
  const webhook = bot.webhook.current;
  const { allowed } = bot.updates;
  const info: Omit<WebhookInfo, 'allowed_updates'> = {
    url: webhook?.url ?? '',
    has_custom_certificate: webhook?.hasCertificate ?? false,
    pending_update_count: bot.updates.pending.length,
    ...(webhook ? { max_connections: webhook.maxConnections, ip_address: webhook.ipAddress } : {}),
    ...(webhook?.lastError
      ? { last_error_date: webhook.lastError.date, last_error_message: webhook.lastError.message }
      : {}),
  };
  return { result: allowed ? { ...info, allowed_updates: allowed } : info };
}

/** Stops the deliveries; an update whose delivery is interrupted stays pending. */
export function endWebhook(bot: Bot): void {
  bot.webhook.current?.ended.abort();
  bot.webhook.current = undefined;
}

function checkUrl(text: string): void {
  const full = text.includes('://') ? text : `https://${text}`;
  if (!URL.canParse(full)) throw badRequest('bad webhook: URL host is empty');
  const url = new URL(full);
  if (isLoopback(url.hostname)) return;
  if (url.protocol !== 'https:') throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  if (!PORTS.has(url.port)) throw badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
}

function isLoopback(hostname: string): boolean {
  if (hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]') return true;
  return isIP(hostname) === 4 && hostname.startsWith('127.');
}
