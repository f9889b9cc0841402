import type { BotReadiness } from '@raqam/service/readiness';
import { BOT_CHECK_NUMBER } from '@raqam/shared/bot-check';
import type { ApiClient, ApiFailure } from '@raqam/shared/client';
import type { Delay } from './updates/connection.ts';

/** Whether the API is reachable and accepts the key of the bot and the host in WEBSITE_URL. */
export type ApiStanding = NonNullable<BotReadiness['api']>;

/** Any id: the request is refused before the API looks at it. */
const NO_TELEGRAM_ID = 1;

/** The second interval is for failures, so that a recovery shows soon. */
const CHECK_INTERVAL_MS = { accepted: 60_000, refused: 5_000 };

export interface ApiWatch {
  api: ApiClient;
  secretKey: string;
  delay: Delay;
  /** Called with the first result and with every change. */
  onChange(standing: ApiStanding): void;
  /** Called when something is wrong: once for consecutive results of one kind. */
  onTrouble(standing: Exclude<ApiStanding, 'ok' | 'unknown'>): void;
}

/**
 * Requests a code for an invalid phone number, now and every minute, until `signal` aborts. An unreachable API counts
 * as trouble the second time only: bot and API often start together.
 */
export async function watchApi(
  { api, secretKey, delay, onChange, onTrouble }: ApiWatch,
  signal: AbortSignal,
): Promise<void> {
  let known: ApiStanding = 'unknown';
  let repeats = 0;
  while (!signal.aborted) {
    const result = await api.call('createTelegramCode', {
      secret_key: secretKey,
      telegram_id: NO_TELEGRAM_ID,
      phone_number: BOT_CHECK_NUMBER, // the API looks at the key first,
    });
    if (signal.aborted) return;
    if (!result.ok && result.error.code === 'overloaded') {
      await delay(CHECK_INTERVAL_MS.refused, signal); // it is reachable, and has not looked at the key
      continue;
    }
    const standing = result.ok ? 'unreachable' : standingOf(result.error.code);
    repeats = standing === known ? repeats + 1 : 0;
    if (repeats === 0) onChange(standing);
    if (standing !== 'ok' && repeats === (standing === 'unreachable' ? 1 : 0)) onTrouble(standing);
    known = standing;
    await delay(standing === 'ok' ? CHECK_INTERVAL_MS.accepted : CHECK_INTERVAL_MS.refused, signal);
  }
}

/** The meaning of an API error for the bot's configuration. */
export function standingOf(code: ApiFailure['code']): Exclude<ApiStanding, 'unknown'> {
  switch (code) {
    case 'phone_invalid':
      return 'ok';
    case 'bot_secret_invalid':
      return 'secret_refused';
    case 'host_not_allowed':
      return 'host_refused';
    default:
      return 'unreachable';
  }
}
