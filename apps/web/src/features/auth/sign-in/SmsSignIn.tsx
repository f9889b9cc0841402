import { SmsCodeForm } from './SmsCodeForm.tsx';
import { SmsPhoneForm } from './SmsPhoneForm.tsx';
import type { SmsFormState } from './use-sms-form.ts';

interface SmsSignInProps {
  form: SmsFormState;
  onTelegram: () => void;
}

/** A code by SMS: first the number, then the code. */
export function SmsSignIn({ form, onTelegram }: SmsSignInProps) {
  return form.sentTo ? (
    <SmsCodeForm form={form} sentTo={form.sentTo} onTelegram={onTelegram} />
  ) : (
    <SmsPhoneForm form={form} onTelegram={onTelegram} />
  );
}
