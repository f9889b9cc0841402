import type { Step } from '../attempt/attempt.ts';
import { PasskeyAutofill } from '../passkey/PasskeyAutofill.tsx';
import { SmsCodeStep } from './sms/SmsCodeStep.tsx';
import { SmsPhoneStep } from './sms/SmsPhoneStep.tsx';
import { useSmsForm } from './sms/use-sms-form.ts';
import { ConfirmNumber } from './telegram/ConfirmNumber.tsx';
import { TelegramStep } from './telegram/TelegramStep.tsx';
import { useTelegramForm } from './telegram/use-telegram-form.ts';
import type { SignIn } from './use-sign-in.ts';

interface SignInFormsProps {
  signIn: SignIn;
  step: Exclude<Step, 'choose'> | 'confirm';
}

/** The steps after the first screen. It holds the state of Telegram and SMS, so that switching loses nothing. */
export function SignInForms({ signIn, step }: SignInFormsProps) {
  const { attempt, link, linkCode, isReplacement, settleLink, leaveLink } = signIn;
  const telegram = useTelegramForm(attempt, linkCode);
  const sms = useSmsForm(attempt);

  /** Opens the form with number and code filled in. */
  function leave(field: 'phone' | 'code'): void {
    leaveLink();
    telegram.form.focus(field);
  }

  async function confirm(): Promise<void> {
    settleLink('tried');
    if (!(await telegram.submit()) && telegram.isRefused()) leave('code');
  }

  switch (step) {
    case 'confirm':
      return (
        link && (
          <ConfirmNumber
            link={link}
            isReplacement={isReplacement}
            form={telegram}
            onYes={() => void confirm()}
            onNo={() => {
              settleLink('dropped');
              leave('phone');
            }}
          />
        )
      );
    case 'telegram':
      return <TelegramStep form={telegram} onBack={attempt.back} onSms={() => attempt.go('sms')} />;
    case 'sms':
      return (
        <>
          <SmsPhoneStep form={sms} onBack={attempt.back} onTelegram={() => attempt.go('telegram')} />
          <PasskeyAutofill />
        </>
      );
    case 'sms-code':
      return <SmsCodeStep form={sms} onBack={attempt.back} onTelegram={() => attempt.go('telegram')} />;
  }
}
