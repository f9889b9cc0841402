import { type Check, type Context, type Finding, failed, notGiven, ok, warning } from '../../check.ts';
import { type Certificate, readCertificate } from '../../http/certificate.ts';
import { isOwnNetwork } from '../../http/may-send-secrets.ts';
import type { Messages } from '../../messages/messages.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** Let’s Encrypt's clients renew 30 days before the end: below this they have failed for a while. */
const RENEWAL_WARNING_DAYS = 14;

export const apiAddress: Check = {
  name: 'api-address',
  run: (context) => examine(context, context.target.api, '--api'),
};

export const webAddress: Check = {
  name: 'web-address',
  run: (context) => examine(context, context.target.web, '--web'),
};

/** DNS and certificate of an https URL. Plain http is allowed only within the own network. */
async function examine(context: Context, url: URL | undefined, option: string): Promise<Finding> {
  const { texts } = context;
  if (!url) return notGiven(context, option);
  if (url.protocol === 'http:') {
    return isOwnNetwork(url.hostname) ? ok(texts.address.local) : failed(texts.address.plain, texts.address.fixPlain);
  }
  const certificate = await readCertificate(url);
  if (typeof certificate === 'string') return failed(texts.reasons[certificate], texts.address.fixUnreachable);
  return judgeCertificate(certificate, texts, Date.now());
}

function judgeCertificate({ validTo, problem }: Certificate, { address }: Messages, now: number): Finding {
  if (problem !== undefined) return failed(address.invalid(problem), address.fixInvalid);
  const days = Math.floor((validTo.getTime() - now) / DAY_MS);
  const seen = address.certificate(days);
  return days < RENEWAL_WARNING_DAYS ? warning(seen, address.fixSoon) : ok(seen);
}
