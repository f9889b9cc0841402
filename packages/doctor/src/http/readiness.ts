import { apiReadinessSchema, botReadinessSchema } from '@raqam/service/readiness';
import type { z } from 'zod';

/** Fields that services of an older version do not report are optional. */
export const anyApiReadinessSchema = apiReadinessSchema.partial({
  writable: true,
  redis: true,
  sms: true,
  sms_balance: true,
  sms_fallback: true,
  sms_fallback_balance: true,
  gateway: true,
  admin: true,
  webhooks: true,
  telegram_login: true,
  test_numbers: true,
  fernet: true,
  rotations: true,
  public_url: true,
  bot: true,
  mini_app: true,
});
export const anyBotReadinessSchema = botReadinessSchema.partial({ username: true, api: true });

export type AnyApiReadiness = z.infer<typeof anyApiReadinessSchema>;
export type AnyBotReadiness = z.infer<typeof anyBotReadinessSchema>;
