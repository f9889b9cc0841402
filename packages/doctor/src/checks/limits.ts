import { type Check, failed, lacks, ok, warning } from '../check.ts';
import { describeAsked } from '../describe-asked.ts';
import { FORGED_ADDRESS, isWait } from '../journey/take-journey.ts';
import { isOwnAddress, isOwnNetwork } from '../may-send-secrets.ts';

/**
 * A limit is kept. The least intrusive one to touch: the dry run asks for a second code right after the first,
 * for its own number. That is refused, so nothing is made by it, and nobody's budget is used but that number's.
 * Wrong codes until 429 would use up a third of what the operator's own address may fail in ten minutes.
 */
export const rateLimit: Check = {
  name: 'rate-limit',
  run(context) {
    const { texts, found } = context;
    const repeated = found.journey?.repeated;
    if (!repeated) return lacks(context, 'journey');
    const seen = describeAsked(repeated, texts);
    if (!repeated.ok || !isWait(repeated.answer)) return failed(texts.limits.none(seen), texts.limits.mendNone);
    const wait = repeated.answer.headers.get('retry-after');
    return wait === null
      ? warning(texts.limits.noRetryAfter, texts.limits.mendNoRetryAfter)
      : ok(texts.limits.cooldown(wait));
  },
};

/** Carriers, RFC 6598; Railway's edge is somewhere in 100.0.0.0/8. */
const SHARED = /^100\./;

/**
 * The limits per address count people. The dry run says in X-Real-IP that it comes from nobody's address: an API
 * that shows this one in the list of devices can be told anything, one that shows an inner address sees its proxy.
 */
export const clientAddress: Check = {
  name: 'client-address',
  run(context) {
    const { target, texts, found } = context;
    const address = found.journey?.address;
    if (!target.api || address === undefined) return lacks(context, 'journey');
    const api = found.siteApi ?? target.api;
    const isPublic = !isOwnNetwork(api.hostname);
    if (address === FORGED_ADDRESS) {
      return isPublic
        ? failed(texts.limits.forged, texts.limits.mendForged)
        : warning(texts.limits.forgedInside, texts.limits.mendForged);
    }
    const isProxy = isPublic && (isOwnAddress(address) || SHARED.test(address));
    return isProxy ? failed(texts.limits.proxy(address), texts.limits.mendProxy) : ok(texts.limits.address(address));
  },
};
