import { formatPhone } from '@raqam/shared/phone';
import { type RefObject, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { withoutWait } from '../../../api/describe-failure.ts';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { trimCode } from '../fields/code.ts';
import { PHONE_PRESET, readPhone } from '../fields/phone-typing.ts';
import { useAuth } from '../session/AuthContext.tsx';
import type { BotLink } from './bot-link.ts';
import { checkSignup, placeFailure, type SignupProblems, type SignupValues } from './signup-problems.ts';
import { usePause } from './use-pause.ts';

export interface SignupFormState {
  values: SignupValues;
  problems: SignupProblems;
  busy: boolean;
  /** Seconds until this number may be tried again. */
  wait: number;
  /** The values came with the bot's link and wait for the person's yes. */
  confirming: boolean;
  fields: {
    phone: RefObject<HTMLInputElement | null>;
    code: RefObject<HTMLInputElement | null>;
    alert: RefObject<HTMLParagraphElement | null>;
  };
  change: (field: keyof SignupValues, value: string) => void;
  /** From the confirmation to the form, with the values in it. */
  edit: () => void;
  submit: () => Promise<void>;
}

/** The state of one sign-up, from the first key to the API's answer. What was typed survives every error. */
export function useSignupForm(link: BotLink | undefined): SignupFormState {
  const { registerWithTelegram } = useAuth();
  const { language } = useTexts();
  const [values, setValues] = useState<SignupValues>(() => ({
    phone: link ? formatPhone(link.phone) : PHONE_PRESET,
    code: link?.code ?? '',
  }));
  const [problems, setProblems] = useState<SignupProblems>({});
  const [busy, setBusy] = useState(false);
  const [confirming, setConfirming] = useState(link !== undefined);
  /** Says it at once: two clicks can come before React has disabled the button. */
  const inFlight = useRef(false);
  const phone = readPhone(values.phone);
  const { wait, pauseFor } = usePause(phone.ok ? phone.phone : undefined);
  const fields = {
    phone: useRef<HTMLInputElement>(null),
    code: useRef<HTMLInputElement>(null),
    alert: useRef<HTMLParagraphElement>(null),
  };

  function show(found: SignupProblems): void {
    // Drawn before the focus moves, so that a screen reader finds the error's text beside the field.
    flushSync(() => {
      setBusy(false);
      setProblems(found);
      if (found.phone || found.code) setConfirming(false);
    });
    const first = found.phone ? fields.phone : found.code ? fields.code : fields.alert;
    first.current?.focus();
  }

  return {
    values,
    problems,
    busy,
    wait,
    confirming,
    fields,

    change(field, value) {
      setValues((current) => ({ ...current, [field]: field === 'code' ? trimCode(value) : value }));
      setProblems(({ form: _form, [field]: _field, ...others }) => others);
    },

    edit() {
      flushSync(() => setConfirming(false));
      fields.phone.current?.focus();
    },

    async submit() {
      if (inFlight.current || wait > 0) return;
      const check = checkSignup(values);
      if (!check.ok) {
        show(check.problems);
        return;
      }
      inFlight.current = true;
      setBusy(true);
      setProblems({});
      const result = await registerWithTelegram(check.claim);
      inFlight.current = false;
      if (result.ok) {
        setBusy(false);
        return;
      }
      const { code, retryAfter = 0 } = result.error;
      const isLocked = code === 'too_many_attempts';
      if (isLocked) pauseFor(check.claim.phone, retryAfter);
      show(placeFailure(isLocked ? withoutWait(result.error) : result.error, language, new Date()));
    },
  };
}
