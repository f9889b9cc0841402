import { type Certificate, readCertificate } from '../certificate.ts';
import { type Check, type Context, type Finding, failed, ok, skipped, warning } from '../check.ts';
import { isOwnNetwork } from '../may-send-secrets.ts';
import type { Messages } from '../messages/messages.ts';

const DAY = 24 * 60 * 60 * 1000;
/** Days. What renews by itself (Let’s Encrypt's clients) does so 30 days before the end. */
const SOON = 14;

export const apiAddress: Check = {
  name: 'api-address',
  run: (context) => examine(context, context.target.api, '--api'),
};

export const webAddress: Check = {
  name: 'web-address',
  run: (context) => examine(context, context.target.web, '--web'),
};

/** DNS and certificate of an https address; http is for the own network. */
async function examine({ texts }: Context, url: URL | undefined, option: string): Promise<Finding> {
  if (!url) return skipped(texts.notGiven(option));
  if (url.protocol === 'http:') {
    return isOwnNetwork(url.hostname) ? ok(texts.address.local) : failed(texts.address.plain, texts.address.mendPlain);
  }
  const certificate = await readCertificate(url);
  if (typeof certificate === 'string') return failed(texts.reasons[certificate], texts.address.mendUnreachable);
  return judgeCertificate(certificate, texts, Date.now());
}

function judgeCertificate({ validTo, problem }: Certificate, { address }: Messages, now: number): Finding {
  if (problem !== undefined) return failed(address.invalid(problem), address.mendInvalid);
  const days = Math.floor((validTo.getTime() - now) / DAY);
  const seen = address.certificate(days);
  return days < SOON ? warning(seen, address.mendSoon) : ok(seen);
}
