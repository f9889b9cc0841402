import type { User } from '@raqam/shared/contract';
import { formatPhone } from '@raqam/shared/format-phone';
import { useEffect, useRef } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { focusFirst } from '../../../components/focus-first.ts';
import type { NumberMessages } from '../../../messages/number/number.types.ts';
import { StepLinks } from '../../auth/attempt/StepLinks.tsx';
import { useAttempt } from '../../auth/attempt/use-attempt.ts';
import { PressPanel } from '../../auth/sign-in/press/PressPanel.tsx';
import { PressStep } from '../../auth/sign-in/press/PressStep.tsx';
import { usePress } from '../../auth/sign-in/press/use-press.ts';
import { SmsCodeStep } from '../../auth/sign-in/sms/SmsCodeStep.tsx';
import { SmsPhoneStep } from '../../auth/sign-in/sms/SmsPhoneStep.tsx';
import { useSmsForm } from '../../auth/sign-in/sms/use-sms-form.ts';

interface ChangeStepsProps {
  user: User;
  texts: NumberMessages;
  /** Whether the account's own Telegram can give the new number. */
  canPress: boolean;
  sendsCodes: boolean;
}

/** The ways to the new number: the account's own Telegram, or a code to the number. Each step is kept for a reload. */
export function ChangeSteps({ user, texts, canPress, sendsCodes }: ChangeStepsProps) {
  const attempt = useAttempt('change', {
    // The bot's own codes sign in; they change no number
    hasBot: false,
    // Who confirms a number finds it filled in
    ...(user.phone && !user.is_verified && { phone: formatPhone(user.phone) }),
  });
  const step = attempt.attempt.step === 'choose' && !canPress ? 'sms' : attempt.attempt.step;
  const press = usePress('change', step === 'choose');
  const sms = useSmsForm(attempt);
  const content = useRef<HTMLDivElement>(null);
  const opened = useRef<string | undefined>(step);

  useEffect(() => {
    if (opened.current === step) return;
    opened.current = undefined;
    const find = (selector: string) => [...(content.current?.querySelectorAll<HTMLElement>(selector) ?? [])];
    focusFirst([...find('input'), ...find('a[href], button')]);
  }, [step]);

  const toAccount = () => window.location.assign('/account');
  const toNumber = () => attempt.go('sms');
  const back = () => (canPress || step === 'sms-code' ? attempt.back() : toAccount());

  return (
    <div className="rq-sign-in" ref={content}>
      {step === 'choose' && press.state.step === 'unavailable' && (
        <>
          <PressPanel state={press.state} />
          {sendsCodes && <ActionButton label={texts.byCode} onPress={toNumber} />}
        </>
      )}
      {step === 'choose' && press.state.step !== 'unavailable' && (
        <>
          <p>{texts.inTelegram}</p>
          <PressStep press={press} onCode={undefined} onSms={toNumber} />
        </>
      )}
      {step === 'choose' && <StepLinks onBack={toAccount} />}
      {step === 'sms' && <SmsPhoneStep form={sms} onBack={back} onTelegram={attempt.back} />}
      {step === 'sms-code' && <SmsCodeStep form={sms} onBack={back} onTelegram={attempt.back} />}
    </div>
  );
}
