import { apiReadinessSchema, botReadinessSchema } from '@raqam/service/readiness';
import type { z } from 'zod';

/** Fields that services of an older version do not report are optional. */
export const anyApiReadinessSchema = apiReadinessSchema.partial({
  writable: true,
  redis: true,
  sms: true,
  sms_balance: true,
  admin: true,
  webhooks: true,
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
