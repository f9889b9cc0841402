import { createEskiz, type EskizOptions } from './eskiz.ts';
import { createPlayMobile, type PlayMobileOptions } from './playmobile.ts';
import type { SmsProvider } from './sms-provider.ts';
import { createSmsWebhook, type SmsWebhookOptions } from './webhook.ts';

/** A provider and its variables. */
export type ProviderConfig =
  | ({ name: 'eskiz' } & Omit<EskizOptions, 'callbackUrl' | 'reportSecrets' | 'timeoutMs'>)
  | ({ name: 'playmobile' } & Omit<PlayMobileOptions, 'timeoutMs'>)
  | ({ name: 'webhook' } & Omit<SmsWebhookOptions, 'timeoutMs'>);

/** Makes a provider. `reports`: those that it is told with each SMS. */
export function createProvider(
  config: ProviderConfig,
  reports: Pick<EskizOptions, 'callbackUrl' | 'reportSecrets'>,
): SmsProvider {
  switch (config.name) {
    case 'eskiz':
      return createEskiz({ ...config, ...reports });
    case 'playmobile':
      return createPlayMobile(config);
    case 'webhook':
      return createSmsWebhook(config);
  }
}
