import { type Budget, isFilledByNext, secondsUntilFree } from '../../../limits/budgets.ts';
import { FAILED_ATTEMPTS_PER_PHONE, HOUR, SMS_CODE } from '../../../policy.ts';

export interface SmsBudgets {
  /** SMS to the number. */
  sent: Budget;
  /** SMS that the number's known devices asked for. */
  sentToKnown: Budget;
  /** Failed attempts of unknown devices. */
  failed: Budget;
}

export type SmsVerdict =
  | {
      kind: 'send';
      /** It counts against the known devices' own SMS, which strangers can't use up. */
      isOfReserve: boolean;
      /** It fills its limit: the next one is refused. */
      isReached: boolean;
      /** Seconds until the next one. */
      resendAfter: number;
    }
  /** Seconds. */
  | { kind: 'wait'; error: 'code_cooldown' | 'code_limit'; seconds: number };

const { lifetime, limits, ofKnownDevices, cooldowns } = SMS_CODE;
const [firstCooldown, secondCooldown, furtherCooldown] = cooldowns;

/**
 * Judges a request for an SMS. Known devices have a few SMS of their own, exempt from the cooldown and from the
 * limits that strangers can use up. For all other devices a number locked by failed attempts
 * gets no SMS, because its code could not be used. They also wait while the code of a known device is live: failed
 * attempts may have voided it for them alone, and a new code would replace it.
 */
export function judgeSms(isKnownDevice: boolean, { sent, sentToKnown, failed }: SmsBudgets): SmsVerdict {
  if (isKnownDevice && secondsUntilFree(sentToKnown, ofKnownDevices) === 0) {
    const cooled = firstCooldown - (sentToKnown.ages[0] ?? firstCooldown);
    if (cooled > 0) return { kind: 'wait', error: 'code_cooldown', seconds: cooled };
    const isReached = isFilledByNext(sentToKnown, ofKnownDevices);
    return { kind: 'send', isOfReserve: true, isReached, resendAfter: firstCooldown };
  }
  const limited = Math.max(
    secondsUntilFree(sent, limits),
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

/** Seconds until the next SMS after so many within an hour. */
function cooldownAfter(recent: number): number {
  if (recent === 0) return 0;
  if (recent === 1) return firstCooldown;
  return recent === 2 ? secondCooldown : furtherCooldown;
}
