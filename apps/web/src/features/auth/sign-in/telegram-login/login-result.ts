/** Why a login at Telegram did not sign in. */
export type LoginResult = 'declined' | 'contact_required' | 'unavailable';

const RESULT = /[#&]telegram-login=(declined|contact_required|unavailable)$/;

let last: LoginResult | undefined;

/**
 * The result of the last login. It comes in the URL with which Telegram's page sends the person back, and is taken out
 * of it, so that a reload shows none.
 */
export function readLoginResult(): LoginResult | undefined {
  const { hash, pathname, search } = window.location;
  const [, result] = RESULT.exec(hash) ?? [];
  if (result === undefined) return last;
  window.history.replaceState(window.history.state, '', pathname + search + hash.replace(RESULT, ''));
  last = result as LoginResult; // the pattern has no other
  return last;
}

/** The next login begins. */
export function forgetLoginResult(): void {
  last = undefined;
}
