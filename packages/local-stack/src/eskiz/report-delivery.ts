import { postReport } from '../post-report.ts';
import { tashkentTime } from '../tashkent-time.ts';
import type { SentSms } from './gateway.ts';

/** Reports the delivery of an SMS to its sender. */
export async function reportDelivery(sms: SentSms, deliveredAt: Date, stopping: AbortSignal): Promise<void> {
  const { callbackUrl } = sms;
  if (!callbackUrl) return;
  const report = {
    request_id: sms.id,
    // Eskiz writes both numbers as strings.
    message_id: String(sms.messageId),
    user_sms_id: sms.userSmsId ?? '',
    country: 'UZ',
    phone_number: sms.phone,
    sms_count: String(sms.parts),
    status: sms.outcome,
    status_date: tashkentTime(deliveredAt),
  };
  await postReport(callbackUrl, report, stopping);
}
