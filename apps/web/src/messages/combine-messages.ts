import type { FirstMessages, LaterMessages, Messages } from './messages.ts';

/** All texts of one language. */
export function combineMessages(first: FirstMessages, later: LaterMessages): Messages {
  return {
    ...first,
    ...later,
    page: { ...first.page, ...later.page },
    signUp: { ...first.signUp, ...later.signUp },
    press: { ...first.press, ...later.press },
    confirm: { ...first.confirm, ...later.confirm },
    sms: { ...first.sms, ...later.sms },
    account: { ...first.account, ...later.account },
    accountPage: { ...first.accountPage, ...later.accountPage },
    failures: { ...first.failures, ...later.failures },
    time: { ...first.time, ...later.time },
  };
}
