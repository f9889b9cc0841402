import type { Phone } from '@raqam/shared/phone';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useForm } from '../../../../api/use-form.ts';
import type { AllTexts } from '../../../../messages/load-messages.ts';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { describePhoneRefusal, isVoid, placeFailure, type SignInField } from '../../attempt/place-failure.ts';
import type { AttemptState } from '../../attempt/use-attempt.ts';
import { checkCode } from '../../fields/code.ts';
import { readPhone } from '../../fields/phone-typing.ts';
import { useCountdown } from '../../fields/use-countdown.ts';
import { useAuth } from '../../session/AuthContext.tsx';
import { isOver, type SentCode } from '../../session/challenges.ts';

const SECOND_MS = 1000;

/** The state of the sign-in by SMS. Errors keep what was typed, except a void code. */
export function useSmsForm({ attempt, update, go }: AttemptState) {
  const { requestSmsCode, signInWithSms } = useAuth();
  const { language } = useAllTexts();
  const form = useForm<SignInField>(['phone', 'code']);
  const [code, setCode] = useState('');
  const [doing, setDoing] = useState<'sending' | 'checking'>();
  /** Whether the last code can't be used any more, so that a new one is needed. */
  const [needsNewCode, setNeedsNewCode] = useState(false);
  /** Whether Telegram would work in spite of the last error. */
  const [telegramHelps, setTelegramHelps] = useState(false);
  /** The number of codes sent; each one starts another WebOTP request. */
  const [round, setRound] = useState(0);
  const tried = useRef<string>(undefined);

  const { sentTo, challengeId } = attempt;
  const typed = readPhone(attempt.phone);
  const phone = attempt.step === 'sms-code' ? sentTo : typed.ok ? typed.phone : undefined;
  const wait = useCountdown(phone !== undefined && phone === attempt.wait?.phone ? attempt.wait.until : 0);

  /** Goes to the code step of a number that got an SMS, or may have got one. */
  function askForCode(phone: Phone, { challengeId, delivery, resend_after_seconds }: SentCode): void {
    flushSync(() => {
      setCode('');
      setNeedsNewCode(false);
      tried.current = undefined;
      setRound((count) => count + 1);
      const wait = { phone, until: Date.now() + resend_after_seconds * SECOND_MS };
      go('sms-code', { sentTo: phone, challengeId, sms: delivery === 'sent' ? 'sent' : 'late', wait });
    });
    form.focus('code');
  }

  async function send(): Promise<void> {
    if (!phone) {
      if (!typed.ok) form.show({ phone: describePhoneRefusal(typed.reason) });
      return;
    }
    if (wait > 0) {
      if (phone === sentTo) go('sms-code');
      return;
    }
    setDoing('sending');
    setTelegramHelps(false);
    const result = await form.run(() => requestSmsCode(phone, challengeId));
    if (!result) return;
    if (result.ok) {
      askForCode(phone, result.data);
      return;
    }
    const { error } = result;
    const problems = placeFailure(error, language, new Date());
    form.show(problems, () => {
      // Another page, or a stranger, may have sent this number a code just now, which is of no use here
      if (error.code === 'code_limit' || error.code === 'code_cooldown')
        update({ wait: { phone, until: Date.now() + (error.retryAfter ?? 0) * SECOND_MS } });
      setTelegramHelps(error.code === 'sms_unavailable' || error.code === 'phone_not_supported');
      if (problems.phone) update({ step: 'sms' });
    });
  }

  async function submit(typedCode = code): Promise<void> {
    if (!sentTo || !challengeId) return;
    const check = checkCode(typedCode);
    if (!check.ok) {
      const isEmpty = check.reason === 'codeEmpty';
      form.show({ code: ({ messages }) => (isEmpty ? messages.sms.codeEmpty : messages.signUp.codeShape) });
      return;
    }
    tried.current = check.code;
    setDoing('checking');
    const result = await form.run(() => signInWithSms({ challengeId, phone: sentTo, code: check.code }));
    if (!result || result.ok) return;
    const { error } = result;
    // The API's own texts point to the bot, or to a sign-in that is over
    const isExpired = error.code === 'code_expired' || isOver(error);
    const problems = isExpired
      ? { code: ({ messages }: AllTexts) => messages.sms.codeExpired }
      : placeFailure(error, language, new Date());
    form.show(problems, () => {
      if (!isExpired && !isVoid(error)) return;
      setNeedsNewCode(true);
      setCode('');
      tried.current = undefined;
    });
  }

  return {
    form,
    phone: attempt.phone,
    code,
    wait,
    round,
    sentTo,
    sms: attempt.sms ?? 'sent',
    sending: form.busy && doing === 'sending',
    checking: form.busy && doing === 'checking',
    needsNewCode,
    telegramHelps,
    /** Whether the number in the field already has a code, so that a link leads back to it. */
    hasCode: phone !== undefined && phone === sentTo,
    send,
    submit,

    changePhone(value: string): void {
      update({ phone: value });
      form.clear('phone');
      setTelegramHelps(false);
    },

    /** The sixth digit submits, except a code that was just refused. */
    changeCode(value: string): void {
      setCode(value);
      setNeedsNewCode(false);
      form.clear('code');
      if (checkCode(value).ok && value !== tried.current) void submit(value);
    },

    /** Fills in the code that the browser read from the SMS. */
    takeCode(value: string): void {
      setCode(value);
      void submit(value);
    },
  };
}

export type SmsForm = ReturnType<typeof useSmsForm>;
