import type { ApiClient } from '@raqam/shared/client';

/** Few visitors need it. */
const loadPayment = () => import('./captcha/pay.ts');

/**
 * Wraps a client so that a call is repeated with its price where the API asks for one (docs/abuse.md): a proof of work,
 * which the browser computes by itself, or the token of a captcha service.
 */
export function payForCalls(api: ApiClient): ApiClient {
  return {
    async call(name, body, options = {}) {
      const result = await api.call(name, body, options);
      if (result.ok || !result.error.captcha) return result;
      const { language = 'uz' } = options;
      // Not fetched: the API's own text names the ways on
      const payment = await loadPayment().catch(() => undefined);
      if (!payment) return result;
      const captcha = await payment.pay(result.error.captcha, language);
      // Whatever has a price takes `captcha`
      const again = captcha === undefined ? result : await api.call(name, { ...Object(body), captcha }, options);
      if (again.ok || !again.error.captcha) return again;
      return { ok: false, error: { ...again.error, message: payment.describeFailure(language) } };
    },
  };
}
