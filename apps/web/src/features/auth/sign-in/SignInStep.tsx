import { ChooseStep } from './ChooseStep.tsx';
import { SmsCodeStep } from './SmsCodeStep.tsx';
import { SmsPhoneStep } from './SmsPhoneStep.tsx';
import { TelegramStep } from './TelegramStep.tsx';
import type { SignIn } from './use-sign-in.ts';

/** What is below the title: the same on the page and in the dialog. */
export function SignInStep({ signIn }: { signIn: SignIn }) {
  return (
    <div className="rq-sign-in" ref={signIn.content}>
      <Step signIn={signIn} />
    </div>
  );
}

function Step({ signIn: { step, attempt, telegram, sms } }: { signIn: SignIn }) {
  switch (step) {
    case 'choose':
      return <ChooseStep onTelegram={() => attempt.go('telegram')} onSms={() => attempt.go('sms')} />;
    case 'telegram':
      return <TelegramStep form={telegram} onBack={attempt.back} onSms={() => attempt.go('sms')} />;
    case 'sms':
      return <SmsPhoneStep form={sms} onBack={attempt.back} onTelegram={() => attempt.go('telegram')} />;
    case 'sms-code':
      return <SmsCodeStep form={sms} onBack={attempt.back} onTelegram={() => attempt.go('telegram')} />;
  }
}
