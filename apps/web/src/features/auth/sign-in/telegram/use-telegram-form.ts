import { useRef, useState } from 'react';
import { useForm } from '../../../../api/use-form.ts';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { writeKept } from '../../../../stored.ts';
import { describePhoneRefusal, isVoid, placeFailure, type SignInField } from '../../attempt/place-failure.ts';
import type { AttemptState } from '../../attempt/use-attempt.ts';
import { checkCode } from '../../fields/code.ts';
import { readPhone } from '../../fields/phone-typing.ts';
import { useCountdown } from '../../fields/use-countdown.ts';
import { useAuth } from '../../session/AuthContext.tsx';

const SECOND_MS = 1000;

/** The state of the form for the bot's code. Errors keep what was typed, except a void code. */
export function useTelegramForm({ attempt, update }: AttemptState, firstCode: string) {
  const { registerWithTelegram } = useAuth();
  const { language } = useAllTexts();
  const form = useForm<SignInField>(['phone', 'code']);
  const [code, setCode] = useState(firstCode);
  /** Whether the last code can't be used any more, so that a new one is needed. */
  const [needsNewCode, setNeedsNewCode] = useState(false);
  const [lock, setLock] = useState({ phone: '', until: 0 });
  const tried = useRef<string>(undefined);
  /** Whether the last error was about number or code. */
  const refused = useRef(false);

  const phone = readPhone(attempt.phone);
  const wait = useCountdown(phone.ok && phone.phone === lock.phone ? lock.until : 0);

  /** Resolves to whether the person is signed in. */
  async function submit(typedCode = code): Promise<boolean> {
    const check = checkCode(typedCode);
    if (!phone.ok || !check.ok) {
      form.show({
        ...(!phone.ok && { phone: describePhoneRefusal(phone.reason) }),
        ...(!check.ok && { code: ({ messages }) => messages.signUp[check.reason] }),
      });
      return false;
    }
    if (wait > 0) return false;
    tried.current = check.code;
    refused.current = false;
    setNeedsNewCode(false);
    const result = await form.run(() => registerWithTelegram({ phone: phone.phone, code: check.code }));
    if (!result || result.ok) return result?.ok ?? false;
    const { error } = result;
    const problems = placeFailure(error, language, new Date());
    refused.current = problems.form === undefined;
    if (refused.current) writeKept('raqam.bot-link', undefined);
    form.show(problems, () => {
      if (error.code === 'too_many_attempts')
        setLock({ phone: phone.phone, until: Date.now() + (error.retryAfter ?? 0) * SECOND_MS });
      if (!isVoid(error)) return;
      setNeedsNewCode(true);
      setCode('');
      tried.current = undefined;
    });
    return false;
  }

  return {
    form,
    phone: attempt.phone,
    code,
    wait,
    needsNewCode,
    submit,
    /** Whether the API refused the last number or code, rather than failed to answer. */
    isRefused: () => refused.current,

    changePhone(value: string): void {
      update({ phone: value });
      form.clear('phone');
    },

    /** The sixth digit submits, except a code that was just refused. */
    changeCode(value: string): void {
      setCode(value);
      setNeedsNewCode(false);
      form.clear('code');
      if (checkCode(value).ok && value !== tried.current && phone.ok && wait === 0) void submit(value);
    },
  };
}

export type TelegramForm = ReturnType<typeof useTelegramForm>;
