import type { ApiFailure } from '@raqam/shared/client';
import type { Phone } from '@raqam/shared/phone';
import { type RefObject, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { checkCode, trimCode } from '../fields/code.ts';
import { PHONE_PRESET, readPhone } from '../fields/phone-typing.ts';
import { useAuth } from '../session/AuthContext.tsx';
import { refusedPhone, type SignupProblems, type SignupValues } from './signup-problems.ts';
import { placeSmsFailure, telegramHelps } from './sms-problems.ts';
import { usePause } from './use-pause.ts';

export interface SmsFormState {
  values: SignupValues;
  problems: SignupProblems;
  /** What went wrong does not stand in the way of Telegram. */
  showTelegram: boolean;
  busy: 'sending' | 'checking' | undefined;
  /** The number that has a code: the form asks for it. Undefined: it asks for the number. */
  sentTo: Phone | undefined;
  /** Counts the codes sent, to listen for each one's SMS. */
  round: number;
  /** Seconds until a code can be sent to this number. */
  wait: number;
  /** The number in the field has a code already, to which there is a way back. */
  hasCode: boolean;
  fields: {
    phone: RefObject<HTMLInputElement | null>;
    code: RefObject<HTMLInputElement | null>;
    alert: RefObject<HTMLParagraphElement | null>;
  };
  change: (field: keyof SignupValues, value: string) => void;
  /** Sends a code, the first or a further one. */
  send: () => Promise<void>;
  changePhone: () => void;
  /** Signs in with the code in the field, or with the one that the browser took out of the SMS. */
  submit: (fromSms?: string) => Promise<void>;
}

/** The state of one sign-in by SMS, from the first key to the API's answer. What was typed survives every error. */
export function useSmsForm(): SmsFormState {
  const { requestSmsCode, signInWithSms } = useAuth();
  const { language } = useTexts();
  const [values, setValues] = useState<SignupValues>({ phone: PHONE_PRESET, code: '' });
  const [problems, setProblems] = useState<SignupProblems>({});
  const [showTelegram, setShowTelegram] = useState(false);
  const [busy, setBusy] = useState<SmsFormState['busy']>();
  const [sentTo, setSentTo] = useState<Phone>();
  /** The number that had a code last. */
  const [codeFor, setCodeFor] = useState<Phone>();
  const [round, setRound] = useState(0);
  /** Says it at once: two clicks can come before React has disabled the button. */
  const inFlight = useRef(false);
  const fields = {
    phone: useRef<HTMLInputElement>(null),
    code: useRef<HTMLInputElement>(null),
    alert: useRef<HTMLParagraphElement>(null),
  };

  const typed = readPhone(values.phone);
  const phone = sentTo ?? (typed.ok ? typed.phone : undefined);
  const { wait, pauseFor } = usePause(phone);

  function show(found: SignupProblems): void {
    // Drawn before the focus moves, so that a screen reader finds the error's text beside the field.
    flushSync(() => {
      setBusy(undefined);
      setProblems(found);
      if (found.phone) setSentTo(undefined);
    });
    const first = found.phone ? fields.phone : found.code ? fields.code : fields.alert;
    first.current?.focus();
  }

  function returnToCode(phone: Phone): void {
    flushSync(() => setSentTo(phone));
    fields.code.current?.focus();
  }

  function begin(what: 'sending' | 'checking'): void {
    inFlight.current = true;
    setBusy(what);
    setProblems({});
    setShowTelegram(false);
  }

  function fail(failure: ApiFailure): void {
    setShowTelegram(telegramHelps(failure));
    show(placeSmsFailure(failure, language, new Date()));
  }

  return {
    values,
    problems,
    showTelegram,
    busy,
    sentTo,
    round,
    wait,
    hasCode: phone !== undefined && phone === codeFor,
    fields,

    change(field, value) {
      setValues((current) => ({ ...current, [field]: field === 'code' ? trimCode(value) : value }));
      setProblems(({ form: _form, [field]: _field, ...others }) => others);
      setShowTelegram(false);
    },

    async send() {
      if (inFlight.current) return;
      if (!phone) {
        if (!typed.ok) show(refusedPhone(typed.reason));
        return;
      }
      if (wait > 0) {
        if (phone === codeFor) returnToCode(phone);
        return;
      }
      begin('sending');
      const result = await requestSmsCode(phone);
      inFlight.current = false;
      if (result.ok) {
        pauseFor(phone, result.data.resend_after_seconds);
        flushSync(() => {
          setBusy(undefined);
          setSentTo(phone);
          setRound((count) => count + 1);
          // Sending a code ends the life of the one before it.
          setValues((current) => ({ ...current, code: '' }));
        });
        fields.code.current?.focus();
        return;
      }
      const { code, retryAfter } = result.error;
      if (code === 'code_cooldown' || code === 'code_limit') pauseFor(phone, retryAfter ?? 0);
      // There is a code already, for instance from before the dialog was closed: let the person enter it.
      if (code === 'code_cooldown') setSentTo(phone);
      fail(result.error);
    },

    changePhone() {
      flushSync(() => {
        setCodeFor(sentTo);
        setSentTo(undefined);
        setProblems({});
        setShowTelegram(false);
      });
      fields.phone.current?.focus();
    },

    async submit(fromSms) {
      if (inFlight.current || !sentTo) return;
      const code = fromSms ?? values.code;
      if (fromSms !== undefined) setValues((current) => ({ ...current, code: fromSms }));
      const check = checkCode(code);
      if (!check.ok) {
        const isEmpty = check.reason === 'codeEmpty';
        show({ code: ({ messages }) => (isEmpty ? messages.sms.codeEmpty : messages.signUp.codeShape) });
        return;
      }
      begin('checking');
      const result = await signInWithSms({ phone: sentTo, code: check.code });
      inFlight.current = false;
      if (result.ok) setBusy(undefined);
      else fail(result.error);
    },
  };
}
