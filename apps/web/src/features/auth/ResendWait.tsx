import { useLanguage } from '../language/LanguageContext.tsx';
import { describeSpan } from './describe-span.ts';

/** How long until a code can be sent. A timer: screen readers read it when asked, not every second. */
export function ResendWait({ seconds }: { seconds: number }) {
  const { messages } = useLanguage();
  if (seconds === 0) return null;
  return (
    <p className="hint resend-wait" role="timer">
      {messages.sms.resendIn(describeSpan(seconds, messages))}
    </p>
  );
}
