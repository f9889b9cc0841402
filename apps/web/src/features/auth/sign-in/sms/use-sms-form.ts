import type { CodeChannel } from '@raqam/shared/contract/challenges';
import type { Phone } from '@raqam/shared/phone';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
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
import { isOver, type SentCode } from '../../session/code-calls.ts';
import { useFallback } from './use-fallback.ts';

const SECOND_MS = 1000;
/** The first wait between two SMS (docs/policy.md §1), which the API does not tell of one that it sent on its own. */
const SMS_WAIT_MS = 60 * SECOND_MS;

/** The errors in spite of which the bot works. */
const helpsWith: ReadonlySet<string> = new Set(['sms_unavailable', 'phone_not_supported', 'captcha_required']);

/** The state of the sign-in by a code to the number. Errors keep what was typed, except a void code. */
export function useSmsForm({ attempt, update, go }: AttemptState) {
  const auth = useAuth();
  const { language } = useAllTexts();
  const form = useForm<SignInField>(['phone', 'code']);
  const [code, setCode] = useState('');
  const [doing, setDoing] = useState<'sending' | 'checking'>();
  /** Whether the last code can't be used any more, so that a new one is needed. */
  const [needsNewCode, setNeedsNewCode] = useState(false);
  /** Whether the bot would work in spite of the last error. */
  const [telegramHelps, setTelegramHelps] = useState(false);
  /** The number of codes sent; each one starts another WebOTP request. */
  const [round, setRound] = useState(0);
  const tried = useRef<string>(undefined);

  const { sentTo, challengeId, channel = 'sms', nextChannel, delivery = 'sent', needsSms = false } = attempt;
  const hasBot = auth.hasBot && attempt.hasBot !== false;
  const typed = readPhone(attempt.phone);
  const phone = attempt.step === 'sms-code' ? sentTo : typed.ok ? typed.phone : undefined;
  const wait = useCountdown(phone !== undefined && phone === attempt.wait?.phone ? attempt.wait.until : 0);

  // For a reload: only the start of a challenge tells it again
  const rememberNoBot = useEffectEvent(() => update({ hasBot: false }));
  useEffect(() => {
    if (!auth.hasBot) rememberNoBot();
  }, [auth.hasBot]);

  useFallback(attempt, (channel) => {
    const wait = sentTo && { phone: sentTo, until: Date.now() + SMS_WAIT_MS };
    update({ channel, nextChannel: undefined, delivery: 'sent', wait });
  });

  /** Goes to the code step of a number that got a code, or may have got one. */
  function askForCode(phone: Phone, sent: SentCode): void {
    const { challengeId, channel, next_channel: nextChannel, delivery } = sent;
    flushSync(() => {
      setCode('');
      setNeedsNewCode(false);
      tried.current = undefined;
      setRound((count) => count + 1);
      const wait = { phone, until: Date.now() + sent.resend_after_seconds * SECOND_MS };
      const news = { challengeId, channel, nextChannel, delivery, wait, needsSms: false };
      go('sms-code', { sentTo: phone, ...news });
    });
    form.focus('code');
  }

  /** @param wanted undefined: the API chooses */
  async function send(wanted?: CodeChannel): Promise<void> {
    if (!phone) {
      if (!typed.ok) form.show({ phone: describePhoneRefusal(typed.reason) });
      return;
    }
    // The next channel does not wait for the former one
    if (wait > 0 && (wanted === undefined || wanted === channel)) {
      if (phone === sentTo) go('sms-code');
      return;
    }
    setDoing('sending');
    setTelegramHelps(false);
    const result = await form.run(() => auth.requestCode({ phone, challengeId, channel: wanted }));
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
      setTelegramHelps(hasBot && helpsWith.has(error.code));
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
    const result = await form.run(() => auth.signInWithCode({ challengeId, phone: sentTo, code: check.code }));
    if (!result || result.ok) return;
    const { error } = result;
    if (error.code === 'sms_required') {
      form.show({}, () => {
        update({ needsSms: true });
        setCode('');
      });
      form.focus('code');
      return;
    }
    // The API's own text is about a sign-in that is over
    const isExpired = error.code === 'code_expired' || isOver(error);
    const problems = isOver(error)
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
    channel,
    nextChannel,
    delivery,
    needsSms,
    hasBot,
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
