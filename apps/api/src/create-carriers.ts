import { type Bilingual, logBoth } from '@raqam/service/bilingual';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from './env.ts';
import { createGatewayCarrier } from './features/channels/gateway/gateway-carrier.ts';
import { GATEWAY_REPORT_PATH } from './features/channels/gateway/gateway-reports.routes.ts';
import { createTelegramGateway } from './features/channels/gateway/telegram-gateway.ts';
import { createProvider } from './features/channels/sms/providers/create-provider.ts';
import { sendByFirst } from './features/channels/sms/providers/send-by-first.ts';
import { watchAccount } from './features/channels/sms/providers/watch-account.ts';
import { smsReportPath } from './features/channels/sms/reports.routes.ts';
import { createSmsCarrier } from './features/channels/sms/sms-carrier.ts';

/** Makes what carries codes, as configured: the SMS providers with their accounts, Telegram Gateway, and a carrier of each. */
export function createCarriers(config: Config, reportSecrets: readonly [string, ...string[]], log: FastifyBaseLogger) {
  const { publicUrl } = config;
  const callbackUrl = publicUrl && publicUrl + smsReportPath('eskiz', reportSecrets[0]);
  const providers = config.smsProviders.map((provider) => createProvider(provider, { callbackUrl, reportSecrets }));
  const sender = sendByFirst(providers, (failed) => logBoth(log, 'warn', smsTakenOver, failed));
  const gateway =
    config.gateway &&
    createTelegramGateway({ ...config.gateway, callbackUrl: publicUrl && publicUrl + GATEWAY_REPORT_PATH });
  const carriers = {
    ...(gateway && config.gateway && { gateway: createGatewayCarrier(gateway, config.gateway.dailyLimit) }),
    ...(sender && {
      sms: createSmsCarrier({
        sender,
        countries: config.smsCountries,
        brand: config.brandName,
        dailyLimit: config.smsDailyLimit,
      }),
    }),
  };
  return { providers, smsAccounts: providers.map((provider) => watchAccount(provider, Date.now)), gateway, carriers };
}

const smsTakenOver: Bilingual = {
  en: 'The fallback takes an SMS over, because the first provider did not send it. If this goes on, check the variables and the balance of the first one (docs/sms-providers.md)',
  uz: 'Asosiy xizmat SMS’ni yubormadi, uni zaxira xizmat yubormoqda. Bu davom etsa, asosiy xizmatning o‘zgaruvchilari va balansini tekshiring (docs/sms-providers.md)',
};
