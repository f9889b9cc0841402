import type { LimitInForce, LimitKind } from '@raqam/shared/contract/admin-people';
import type { Phone } from '@raqam/shared/phone';
import { type BudgetsBySubject, budgetOf, type Spending, secondsUntilFree, subjects } from '../../limits/budgets.ts';
import {
  CLEARED_BY_OWNER,
  CODES_PER_PHONE,
  FAILED_ATTEMPTS_PER_PHONE,
  PUSHED_CARDS_PER_TELEGRAM_ID,
  REFUSED_CARDS_PER_TELEGRAM_ID,
  SENT_CODE,
  TELEGRAM_CODE,
} from '../../policy.ts';

/** What is counted for a person. */
export interface PersonBudget {
  kind: LimitKind;
  subject: string;
  limits: Spending['limits'];
}

/** Everything that is counted for a number and for a Telegram account, where the person has them. */
export function listBudgets(phone: Phone | null, telegramId: number | null): PersonBudget[] {
  const ofNumber = (number: Phone): PersonBudget[] => [
    { kind: 'telegram_codes', subject: subjects.sentTo('telegram', number), limits: TELEGRAM_CODE.limits },
    { kind: 'typed_numbers', subject: subjects.sentTo('typed', number), limits: TELEGRAM_CODE.limits },
    { kind: 'sms', subject: subjects.sentTo('sms', number), limits: SENT_CODE.limits },
    { kind: 'sms_known_devices', subject: subjects.sentToKnown('sms', number), limits: SENT_CODE.ofKnownDevices },
    { kind: 'gateway_codes', subject: subjects.sentTo('gateway', number), limits: SENT_CODE.limits },
    {
      kind: 'gateway_codes_known_devices',
      subject: subjects.sentToKnown('gateway', number),
      limits: SENT_CODE.ofKnownDevices,
    },
    { kind: 'different_codes', subject: subjects.codesOf(number), limits: CODES_PER_PHONE },
    { kind: 'wrong_codes', subject: subjects.failedAt(number), limits: FAILED_ATTEMPTS_PER_PHONE },
    { kind: 'wrong_codes_known_devices', subject: subjects.failedByKnown(number), limits: FAILED_ATTEMPTS_PER_PHONE },
    { kind: 'clearings', subject: subjects.cleared(number), limits: CLEARED_BY_OWNER },
  ];
  const ofTelegramAccount = (id: number): PersonBudget[] => [
    { kind: 'codes_of_telegram_account', subject: subjects.askedBy(id), limits: TELEGRAM_CODE.limits },
    { kind: 'refused_cards', subject: subjects.refusedCards(id), limits: REFUSED_CARDS_PER_TELEGRAM_ID },
    { kind: 'pushed_cards', subject: subjects.pushedCards(id), limits: PUSHED_CARDS_PER_TELEGRAM_ID },
  ];
  return [...(phone === null ? [] : ofNumber(phone)), ...(telegramId === null ? [] : ofTelegramAccount(telegramId))];
}

/** The limits that count something now. */
export function describeLimits(counted: readonly PersonBudget[], read: BudgetsBySubject, now: Date): LimitInForce[] {
  return counted.flatMap(({ kind, subject, limits }) => {
    const budget = budgetOf(read, subject);
    return limits
      .map((limit) => {
        const seconds = secondsUntilFree(budget, [limit]);
        return {
          kind,
          max: limit.max,
          window_seconds: limit.window,
          used: budget.ages.filter((age) => age < limit.window).length,
          free_at: seconds > 0 ? new Date(now.getTime() + seconds * 1000).toISOString() : null,
        };
      })
      .filter(({ used }) => used > 0);
  });
}
