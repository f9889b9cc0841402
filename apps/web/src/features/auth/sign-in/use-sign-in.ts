import { formatPhone } from '@raqam/shared/phone';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useTexts } from '../../../messages/TextsContext.tsx';
import type { Place, Step } from './attempt.ts';
import type { BotLink, BotLinkSource } from './bot-link.ts';
import { useAttempt } from './use-attempt.ts';

interface SignInOptions {
  /** The step that it begins with, unless an attempt was kept. */
  first?: Step | undefined;
  /** The bot's link, to be asked about before everything else. */
  link?: BotLink | undefined;
  /** The link took the place of another one that was being asked about. */
  isReplacement?: boolean;
  onLinkSettled?: BotLinkSource['settle'];
}

/** One sign-in, on the page or in the dialog: its attempt, its step and title. */
export function useSignIn(place: Place, { first, link, isReplacement = false, onLinkSettled }: SignInOptions = {}) {
  const { signUp, confirm, sms } = useTexts().messages;
  const attempt = useAttempt(place, {
    ...(first && { step: first }),
    ...(link && { phone: formatPhone(link.phone) }),
  });
  // The link as it was on arrival: it is settled while its answer is still on the way.
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
    title: titles[step],
    attempt,
    content,
    link: asked,
    /** The code that the link brought; it stays in the form after the question. */
    linkCode: link?.code ?? '',
    isReplacement,
    settleLink: (answer: 'tried' | 'dropped') => onLinkSettled?.(answer),
    /** From the question to the form, with number and code in it. */
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
 * The focus follows the step, once it is drawn: to what is marked for it, else to the first field, else to the first
 * button. The page leaves it alone when it is opened, and where the person has it in the step already.
 */
export function useStepFocus({ step, content, place }: SignIn, isDrawn: boolean): void {
  /** The step that the page was opened with. */
  const opened = useRef(place === 'page' ? step : undefined);
  useEffect(() => {
    if (!isDrawn || opened.current === step) return;
    opened.current = undefined;
    focusIn(content);
  }, [step, isDrawn, content]);
}

function focusIn(content: RefObject<HTMLDivElement | null>): void {
  const find = (selector: string) => content.current?.querySelector<HTMLElement>(selector);
  if (find('input:focus')) return;
  (find('[data-autofocus]') ?? find('input') ?? find('a[href], button'))?.focus();
}
