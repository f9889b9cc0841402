import { formatPhone } from '@raqam/shared/format-phone';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { focusFirst } from '../../../components/focus-first.ts';
import { useTexts } from '../../../messages/TextsContext.tsx';
import type { Place, Step } from '../attempt/attempt.ts';
import { useAttempt } from '../attempt/use-attempt.ts';
import { useAuth } from '../session/AuthContext.tsx';
import type { BotLink, BotLinkSource } from './telegram/bot-link.ts';

interface SignInOptions {
  /** The first step, unless an attempt was kept. */
  first?: Step | undefined;
  /** The number to fill in (E.164). */
  phone?: string | undefined;
  /** The bot's link, which is confirmed before everything else. */
  link?: BotLink | undefined;
  /** Whether the link replaced another one whose question was still open. */
  isReplacement?: boolean;
  onLinkSettled?: BotLinkSource['settle'];
}

/** One sign-in, on the page or in the dialog: its attempt, its step and title. */
export function useSignIn(place: Place, options: SignInOptions = {}) {
  const { first, link, phone = link?.phone, isReplacement = false, onLinkSettled } = options;
  const { signUp, confirm, sms } = useTexts().messages;
  const { question } = useAuth();
  const attempt = useAttempt(place, {
    ...(first && { step: first }),
    ...(phone && { phone: formatPhone(phone) }),
  });
  // The link as it arrived: its source drops it before the API has answered
  const [asked, setAsked] = useState(link);
  const step = asked ? 'confirm' : attempt.attempt.step;
  const content = useRef<HTMLDivElement>(null);

  const titles: Record<Step | 'confirm', string> = {
    choose: signUp.title,
    confirm: confirm.title,
    telegram: signUp.telegramTitle,
    sms: sms.title,
    'sms-code': sms.codeTitle,
  };
  return {
    place,
    step,
    title: titles[question ? 'choose' : step],
    attempt,
    content,
    link: asked,
    /** The code of the link; it stays in the form after the question. */
    linkCode: link?.code ?? '',
    isReplacement,
    settleLink: (answer: 'tried' | 'dropped') => onLinkSettled?.(answer),
    /** Leads from the question to the form, with number and code filled in. */
    leaveLink(): void {
      flushSync(() => {
        setAsked(undefined);
        attempt.go('telegram');
      });
    },
  } as const;
}

export type SignIn = ReturnType<typeof useSignIn>;

/**
 * Moves the focus into a new step once it is rendered: to the marked element, else to the first field, else to the
 * first button. It does not when the page opens, nor if the focus is in the step already.
 */
export function useStepFocus({ step, content, place }: SignIn, isDrawn: boolean): void {
  /** The step with which the page opened. */
  const opened = useRef(place === 'dialog' ? undefined : step);
  useEffect(() => {
    if (!isDrawn || opened.current === step) return;
    opened.current = undefined;
    focusIn(content);
  }, [step, isDrawn, content]);
}

function focusIn(content: RefObject<HTMLDivElement | null>): void {
  const find = (selector: string) => [...(content.current?.querySelectorAll<HTMLElement>(selector) ?? [])];
  if (find('input:focus').length === 0)
    focusFirst([...find('[data-autofocus]'), ...find('input'), ...find('a[href], button')]);
}
