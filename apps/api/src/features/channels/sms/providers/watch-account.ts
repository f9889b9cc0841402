import { SMS_BALANCE_LOW } from '../../../../policy.ts';
import type { Account, SmsProvider } from './sms-provider.ts';

const MINUTE_MS = 60 * 1000;

/** How long each answer is reused. A refused login is repeated rarely, because providers lock accounts. */
const HOLDS_FOR_MS = { ok: 5 * MINUTE_MS, login_refused: 10 * MINUTE_MS, unreachable: MINUTE_MS };

/** The account at a provider. */
export interface AccountWatch {
  /** The newest answer, a few minutes old at most. Calls at once share one request. */
  ask(): Promise<Account>;
  /** The newest answer at once, however old, and asks again in the background. Only the first call waits. */
  look(): Promise<Account>;
}

/**
 * Watches the account at a provider, which is asked only when somebody wants to know and the last answer is old.
 *
 * @param now milliseconds
 */
export function watchAccount(provider: SmsProvider, now: () => number): AccountWatch {
  let known: Promise<Account> | undefined;
  let asking: Promise<Account> | undefined;
  let holdsUntil = 0;

  function ask(): Promise<Account> {
    if (known && now() <= holdsUntil) return known;
    asking ??= provider.checkAccount().then((account) => {
      holdsUntil = now() + HOLDS_FOR_MS[account.state];
      known = asking;
      asking = undefined;
      return account;
    });
    return asking;
  }

  return {
    ask,
    look() {
      const asked = ask();
      return known ?? asked;
    },
  };
}

/** The accounts at the provider and at its fallback, for /readyz. Only the first call waits for them. */
export async function describeAccounts([first, fallback]: readonly AccountWatch[]) {
  const [sms, smsFallback] = await Promise.all([first?.look(), fallback?.look()]);
  return {
    sms: sms?.state ?? 'off',
    sms_balance: judgeBalance(sms),
    sms_fallback: smsFallback?.state ?? 'off',
    sms_fallback_balance: judgeBalance(smsFallback),
  } as const;
}

export function judgeBalance(account: Account | undefined): 'ok' | 'low' | 'empty' | 'unknown' | 'off' {
  if (account === undefined) return 'off';
  const { balance } = account;
  if (balance === null) return 'unknown';
  if (balance <= 0) return 'empty';
  return balance < SMS_BALANCE_LOW ? 'low' : 'ok';
}
