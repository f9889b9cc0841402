import { isServed, type ProviderName } from './served-countries.ts';
import type { Sending, Sms, SmsProvider } from './sms-provider.ts';

/** How an SMS was sent, and by which provider. */
export type SendingBy = Sending & { provider: ProviderName };

/** The configured SMS providers as one. */
export interface SmsSender {
  /** Never throws. */
  send(sms: Sms): Promise<SendingBy>;
}

/**
 * Makes one sender of the providers; undefined: there is none. It sends each SMS by the first provider that serves its country. The next one takes over if the SMS was certainly not
 * sent, and never if that is unknown: the person would get it twice, and two SMS would be paid.
 *
 * @param onFallback called with the failure of a provider whose SMS the next one takes over
 */
export function sendByFirst(
  providers: readonly SmsProvider[],
  onFallback: (failed: { provider: ProviderName; reason: string; next: ProviderName }) => void,
): SmsSender | undefined {
  if (providers.length === 0) return undefined;
  return {
    async send(sms) {
      const [first, ...others] = providers.filter(({ name }) => isServed(name, sms.phone));
      if (first === undefined) throw new Error('The start checks that a provider serves every country');
      let tried: SendingBy = { ...(await first.send(sms)), provider: first.name };
      for (const next of others) {
        if (tried.kind !== 'refused') break;
        onFallback({ provider: tried.provider, reason: tried.reason, next: next.name });
        tried = { ...(await next.send(sms)), provider: next.name };
      }
      return tried;
    },
  };
}
