import type { Phone } from '@raqam/shared/phone';
import { untilUnchanged } from '../../../database/database.ts';
import { refuseChallenge, requireSms } from '../../challenges/challenges.queries.ts';
import { openAccount } from '../../challenges/open-account.ts';
import { questionByCode } from '../../challenges/question-number.queries.ts';
import { redeem } from '../../challenges/redeem.queries.ts';
import type { SignedIn } from '../../sessions/new-session.ts';
import { findWithClaimants } from '../press.queries.ts';
import { type CodeFailure, ended, tryCode } from '../try-code.ts';
import { type CollectDependencies, type Collector, findOpened } from './collect-challenge.ts';

export type Verified =
  | ({ ok: true } & SignedIn)
  | CodeFailure
  | {
      ok: false;
      error: 'account_disabled' | 'contact_required' | 'number_recycled' | 'phone_conflict' | 'sms_required';
    };

/**
 * Redeems the code that a browser's sign-in has sent. The outcome is written before it is answered, and only if the
 * challenge is as it was read. The secret and the code give the same session again for 60 s: the answer may have been
 * lost.
 *
 * @param digestsFor the digests of the entered code for the challenge's number, under each key
 */
export function verifyCode(
  deps: CollectDependencies,
  id: string,
  digestsFor: (phone: Phone) => readonly Buffer[],
  { origin, sessionId, rememberedId, claim }: Collector,
): Promise<Verified> {
  const { db, people } = deps;
  return untilUnchanged(async () => {
    const [challenge] = await db.run(findWithClaimants, {
      id,
      session_id: sessionId ?? null,
      remembered_id: rememberedId ?? null,
    });
    if (challenge === undefined) return ended;
    const tried = await tryCode(deps, id, challenge, digestsFor, origin);
    if (!tried?.ok) return tried;
    if (tried.isRepeated) return (await findOpened(db, challenge.session_id)) ?? ended;

    const { phone, seen, attempt } = tried;
    const {
      proof,
      is_signed_in: isSignedIn,
      is_own_device: isOwnDevice,
      is_questioned: isQuestioned,
      by_phone,
    } = challenge;
    if (proof === null) return ended; // every code that is sent has one
    const device = { id: challenge.device_id ?? undefined, name: challenge.device_name ?? '', origin, sessionId };
    const proved = { proof, phone, isSignedIn, isOwnDevice, isQuestioned, claim, by_telegram: null, by_phone };
    return openAccount(people, proved, device, {
      redeem: (opening) => db.run(redeem, { ...seen, ...opening, channel: attempt.channel }),
      refuse: (reason) =>
        reason === 'sms_required'
          ? db.run(requireSms, { ...seen })
          : db.run(refuseChallenge, { ...seen, ...attempt, reason }),
      question: (holder) => db.run(questionByCode, { ...seen, ...attempt, ...holder }),
    });
  });
}
