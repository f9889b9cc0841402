import { type Budget, isFilledByNext, secondsUntilFree } from '../../../limits/budgets.ts';
import { CODES_PER_PHONE, FAILED_ATTEMPTS_PER_PHONE, HOUR, SENT_CODE } from '../../../policy.ts';

export interface SendingBudgets {
  /** Codes to the number over the channel. */
  sent: Budget;
  /** Those that the number's known devices asked for. */
  sentToKnown: Budget;
  /** Different codes to the number, over whatever channel. */
  codes: Budget;
  /** Failed attempts of unknown devices. */
  failed: Budget;
}

export type SendingVerdict =
  | {
      kind: 'send';
      /** It counts against the known devices' own codes, which strangers can't use up. */
      isOfReserve: boolean;
      /** It fills its limit: the next one is refused. */
      isReached: boolean;
      /** Seconds until the next one over this channel. */
      resendAfter: number;
    }
  /** Seconds. */
  | { kind: 'wait'; error: 'code_cooldown' | 'code_limit'; seconds: number };

const { lifetime, limits, ofKnownDevices, cooldowns } = SENT_CODE;
const [firstCooldown, secondCooldown, furtherCooldown] = cooldowns;

/**
 * Judges a request for a code over one channel. Known devices have a few codes of their own, exempt from the cooldown and
 * from the limits that strangers can use up. For all other devices a number locked by failed attempts gets no code,
 * because it could not be used. They also wait while the code of a known device is live: failed attempts may have voided
 * it for them alone, and a new code would replace it.
 *
 * @param isNewCode it was not sent before: the number has few different codes a day, over all channels
 */
export function judgeSending(
  { isKnownDevice, isNewCode }: { isKnownDevice: boolean; isNewCode: boolean },
  { sent, sentToKnown, codes, failed }: SendingBudgets,
): SendingVerdict {
  if (isKnownDevice && secondsUntilFree(sentToKnown, ofKnownDevices) === 0) {
    const cooled = firstCooldown - (sentToKnown.ages[0] ?? firstCooldown);
    if (cooled > 0) return { kind: 'wait', error: 'code_cooldown', seconds: cooled };
    const isReached = isFilledByNext(sentToKnown, ofKnownDevices);
    return { kind: 'send', isOfReserve: true, isReached, resendAfter: firstCooldown };
  }
  const limited = Math.max(
    secondsUntilFree(sent, limits),
    isNewCode ? secondsUntilFree(codes, CODES_PER_PHONE) : 0,
    isKnownDevice ? 0 : secondsUntilFree(failed, FAILED_ATTEMPTS_PER_PHONE),
  );
  if (limited > 0) return { kind: 'wait', error: 'code_limit', seconds: limited };
  const recent = sent.ages.filter((age) => age < HOUR).length;
  const cooled = Math.max(
    cooldownAfter(recent) - (sent.ages[0] ?? Number.POSITIVE_INFINITY),
    isKnownDevice ? 0 : lifetime - (sentToKnown.ages[0] ?? lifetime),
  );
  if (cooled > 0) return { kind: 'wait', error: 'code_cooldown', seconds: cooled };
  return {
    kind: 'send',
    isOfReserve: false,
    isReached: isFilledByNext(sent, limits),
    resendAfter: cooldownAfter(recent + 1),
  };
}

/** Seconds until the next code after so many within an hour. */
function cooldownAfter(recent: number): number {
  if (recent === 0) return 0;
  if (recent === 1) return firstCooldown;
  return recent === 2 ? secondCooldown : furtherCooldown;
}
