import dns from 'node:dns';
import { networkInterfaces } from 'node:os';
import { blockedBy, type Check, type Context, type Finding, failed, ok, warning } from '../../check.ts';
import { CLOUDFLARE, isCloudflareIp } from '../../http/cdn.ts';
import { describeAsked } from '../../http/describe-asked.ts';
import { isOwnIp, isOwnNetwork } from '../../http/may-send-secrets.ts';
import { FORGED_IP, isWait } from '../../journey/take-journey.ts';

/**
 * A limit is enforced. The least intrusive one to test: the dry run asks for a second code right after the first, for
 * its own number. The refusal changes nothing and uses only that number's budget. Wrong codes until 429 would use up a
 * third of the failed checks that the operator's IP has in ten minutes.
 */
export const rateLimit: Check = {
  name: 'rate-limit',
  run(context) {
    const { texts, found } = context;
    const repeated = found.journey?.repeated;
    if (!repeated) return blockedBy(context, 'journey');
    const seen = describeAsked(repeated, texts);
    if (!repeated.ok || !isWait(repeated.answer)) return failed(texts.limits.none(seen), texts.limits.fixNone);
    const wait = repeated.answer.headers.get('retry-after');
    return wait === null
      ? warning(texts.limits.noRetryAfter, texts.limits.fixNoRetryAfter)
      : ok(texts.limits.cooldown(wait));
  },
};

/** Carriers, RFC 6598; Railway's edge is somewhere in 100.0.0.0/8. */
const SHARED = /^100\./;

/**
 * The limits per IP count people, not proxies. The dry run claims another IP in X-Real-IP: an API that shows this one
 * in the list of devices believes anybody. One that shows the IP of a proxy counts everybody as one.
 */
export const clientIp: Check = {
  name: 'client-address',
  async run(context) {
    const { target, found } = context;
    const { limits: texts } = context.texts;
    const ip = found.journey?.ip;
    const api = found.siteApi ?? target.api;
    if (!api || ip === undefined) return blockedBy(context, 'journey');
    const isPublic = !isOwnNetwork(api.hostname);
    if (ip === FORGED_IP) {
      return isPublic ? failed(texts.forged, texts.fixForged) : warning(texts.forgedInside, texts.fixForged);
    }
    if (!isPublic) return ok(texts.ip(ip));
    if (isOwnIp(ip) || SHARED.test(ip)) return failed(texts.proxy(ip), texts.fixProxy);
    if (isThisMachine(ip)) return ok(texts.ip(ip));
    return (await isIpOf(api.hostname, ip)) ? failed(texts.proxy(ip), texts.fixProxy) : judgeCdn(ip, context);
  },
};

/** Whether the IP belongs to a CDN: Cloudflare's are known, for others the operator has to compare. */
function judgeCdn(ip: string, { texts: { limits: texts }, found }: Context): Finding {
  const cdn = found.journey?.cdn;
  if (cdn === undefined) return ok(texts.ip(ip));
  if (cdn !== CLOUDFLARE) return warning(texts.maybeCdn(cdn, ip), texts.fixCdn);
  return isCloudflareIp(ip) ? failed(texts.cdn(cdn, ip), texts.fixCdn) : ok(texts.ip(ip));
}

/** Whether the machine that runs the doctor has this IP itself, without a NAT. */
function isThisMachine(ip: string): boolean {
  return Object.values(networkInterfaces()).some((each) => each?.some(({ address }) => address === ip));
}

/** Whether it is the IP of the server that the name leads to. */
function isIpOf(hostname: string, ip: string): Promise<boolean> {
  return new Promise((resolve) => {
    dns.lookup(hostname, { all: true }, (error, found) => {
      resolve(error === null && found.some(({ address }) => address === ip));
    });
  });
}
