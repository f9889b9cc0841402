import { SIGN_IN_WAYS } from '@raqam/shared/contract/admin-statistics';
import { Counter, type Registry } from 'prom-client';
import { CODE_CHANNELS } from '../features/channels/sending/carriers.ts';
import type { EndReason } from '../features/events/events.ts';
import type { PriceOutcome } from '../limits/abuse/guard.ts';
import { abuseRules } from '../limits/abuse/rules.ts';

const CHANNELS = ['telegram', 'gateway', 'sms'] as const;
const SENDINGS = ['sent', 'unknown', 'failed'] as const;
const REPORTS = ['delivered', 'undelivered', 'expired', 'rejected', 'waiting', 'other'] as const;
const CHALLENGES = ['started', 'opened', 'approved', 'declined', 'wrong_number', 'taken', 'collected'] as const;
const PRICES = ['recorded', 'asked', 'paid'] as const satisfies PriceOutcome[];
/** The reasons of `session.ended` that this process can count. */
const ENDS = [
  'logout',
  'revoked',
  'reuse',
  'replaced',
  'limit',
  'phone_lost',
  'not_me',
  'admin',
] as const satisfies EndReason[];

export type Counters = ReturnType<typeof createCounters>;

/**
 * The counters of what people do, of this process since its start. Series of known labels begin with 0: Prometheus
 * misses the first count of a series that begins with 1.
 */
export function createCounters(register: Registry) {
  /** `known`: the label values to begin with. */
  function create<Label extends string>(
    name: string,
    help: string,
    labelNames: readonly Label[],
    known: readonly Partial<Record<Label, string>>[] = [],
  ): Counter<Label> {
    const counter = new Counter<Label>({ name, help, labelNames: [...labelNames], registers: [register] });
    for (const labels of known) counter.inc(labels as Record<Label, string>, 0); // `known` has all of them
    return counter;
  }

  return {
    codesIssued: create(
      'raqam_codes_issued_total',
      'Codes that were issued: handed to the bot, or about to be sent by SMS or Telegram Gateway',
      ['channel'],
      CHANNELS.map((channel) => ({ channel })),
    ),
    codesSent: create(
      'raqam_codes_sent_total',
      'Outcomes of sending codes: sent, unknown (the gateway did not answer in time) or failed',
      ['channel', 'outcome'],
      CODE_CHANNELS.flatMap((channel) => SENDINGS.map((outcome) => ({ channel, outcome }))),
    ),
    codesVerified: create(
      'raqam_codes_verified_total',
      'Right codes that signed somebody in or proved a number',
      ['channel'],
      CHANNELS.map((channel) => ({ channel })),
    ),
    codeRequestsRefused: create(
      'raqam_code_requests_refused_total',
      'Requests for a code that were refused, by the code of the error',
      ['channel', 'reason'],
    ),
    codeAttemptsRefused: create(
      'raqam_code_attempts_refused_total',
      'Entered codes that were refused, by the code of the error',
      ['channel', 'reason'],
      CHANNELS.map((channel) => ({ channel, reason: 'code_incorrect' })),
    ),
    smsReports: create(
      'raqam_sms_reports_total',
      'Delivery reports of the SMS gateway, by the status of the SMS',
      ['status'],
      REPORTS.map((status) => ({ status })),
    ),
    signIns: create(
      'raqam_sign_ins_total',
      'Sign-ins, each of which starts a session; new: the account was created by it',
      ['way', 'new'],
      SIGN_IN_WAYS.flatMap((way) => ['true', 'false'].map((isNew) => ({ way, new: isNew }))),
    ),
    numbersProved: create(
      'raqam_numbers_proved_total',
      'Numbers that were proved without an account',
      ['way'],
      [{ way: 'sms' }, { way: 'press' }, { way: 'telegram_login' }],
    ),
    sessionsEnded: create(
      'raqam_sessions_ended_total',
      'Sessions that were ended, by reason; those that expire or whose user is deleted are not counted',
      ['reason'],
      ENDS.map((reason) => ({ reason })),
    ),
    abuse: create(
      'raqam_abuse_rules_exceeded_total',
      'Requests of unknown devices that exceeded a rule against abuse: recorded only, asked for a price, or paid',
      ['rule', 'outcome'],
      abuseRules.flatMap((rule) => PRICES.map((outcome) => ({ rule, outcome }))),
    ),
    challenges: create(
      'raqam_challenges_total',
      'What became of sign-ins by one press in Telegram; those that expire end without a count',
      ['outcome'],
      CHALLENGES.map((outcome) => ({ outcome })),
    ),
  };
}
