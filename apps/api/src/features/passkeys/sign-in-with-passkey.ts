import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { untilUnchanged } from '../../database/database.ts';
import { openAccount } from '../challenges/open-account.ts';
import { redeemPasskey } from '../challenges/redeem.queries.ts';
import { type CollectDependencies, type Collector, findOpened } from '../press/browser/collect-challenge.ts';
import type { SignedIn } from '../sessions/new-session.ts';
import { checkSignature } from './check-credential.ts';
import { findWithPasskey, refusePasskey } from './passkeys.queries.ts';
import type { RelyingParty } from './relying-party.ts';

type PasskeySignIn =
  | ({ ok: true } & SignedIn)
  | { ok: false; error: 'challenge_ended' | 'passkey_invalid' | 'account_disabled' };

/**
 * Opens the account of a passkey that signed the browser's challenge. The challenge is used up by it, so an answer is of
 * use once; the secret gives the same session again for 60 s, because the answer may have been lost.
 *
 * @param challenges of WebAuthn, under each key
 */
export function signInWithPasskey(
  { db, people }: CollectDependencies,
  id: string,
  response: AuthenticationResponseJSON,
  {
    party,
    challenges,
    origin,
    sessionId,
  }: Pick<Collector, 'origin' | 'sessionId'> & { party: RelyingParty; challenges: readonly string[] },
): Promise<PasskeySignIn> {
  return untilUnchanged(async () => {
    const credential_id = Buffer.from(response.id, 'base64url');
    const [found] = await db.run(findWithPasskey, { id, credential_id });
    const ended: PasskeySignIn = { ok: false, error: 'challenge_ended' };
    if (found === undefined) return ended;
    const { state, passkey_id, public_key, counter, owner } = found;
    if (state === 'collected' && found.is_repeatable) return (await findOpened(db, found.session_id)) ?? ended;
    if (!found.is_timely || (state !== 'waiting' && state !== 'opened')) return ended;

    const invalid: PasskeySignIn = { ok: false, error: 'passkey_invalid' };
    if (passkey_id === null || public_key === null || counter === null || owner === null) return invalid;
    if (response.response.userHandle !== userHandleOf(owner.id)) return invalid;
    const newCounter = await checkSignature(response, party, challenges, { public_key, counter });
    if (newCounter === undefined) return invalid;

    const device = { id: found.device_id ?? undefined, name: found.device_name ?? '', origin, sessionId };
    const proved = {
      proof: 'passkey',
      phone: null,
      isSignedIn: false,
      isOwnDevice: false,
      isQuestioned: false,
      claim: undefined,
      by_telegram: owner,
      by_phone: null,
    } as const;
    const opened = await openAccount(people, proved, device, {
      redeem: (opening) =>
        db.run(redeemPasskey, {
          ...opening,
          id,
          state,
          passkey_id,
          seen_counter: counter,
          new_counter: newCounter,
        }),
      question: () => Promise.reject(new Error('A passkey claims no number')),
      refuse: (reason) => db.run(refusePasskey, { ...origin, id, state, reason, user_id: owner.id }),
    });
    if (opened === undefined || opened.ok) return opened;
    // a passkey has a user, who is disabled at most
    return { ok: false, error: 'account_disabled' };
  });
}

/** The id of a user as authenticators keep it (WebAuthn §5.4.3): nothing in it tells who the person is. */
export function userHandleOf(userId: string): string {
  return Buffer.from(userId.replaceAll('-', ''), 'hex').toString('base64url');
}
