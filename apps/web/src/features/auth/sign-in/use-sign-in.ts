import { formatPhone } from '@raqam/shared/phone';
import { type RefObject, useEffect, useRef } from 'react';
import { useTexts } from '../../../messages/TextsContext.tsx';
import type { Place, Step } from './attempt.ts';
import type { BotLink } from './bot-link.ts';
import { useAttempt } from './use-attempt.ts';
import { useSmsForm } from './use-sms-form.ts';
import { useTelegramForm } from './use-telegram-form.ts';

/** One sign-in, on the page or in the dialog: its step, its title, and the forms of both ways. */
export function useSignIn(place: Place, options: { first?: Step | undefined; link?: BotLink | undefined } = {}) {
  const { signUp, sms: smsTexts } = useTexts().messages;
  const attempt = useAttempt(place, {
    ...(options.first && { step: options.first }),
    ...(options.link && { phone: formatPhone(options.link.phone) }),
  });
  const telegram = useTelegramForm(attempt, options.link?.code ?? '');
  const sms = useSmsForm(attempt);
  const { step } = attempt.attempt;
  const content = useRef<HTMLDivElement>(null);
  useStepFocus(step, content, place);

  const titles: Record<Step, string> = {
    choose: signUp.title,
    telegram: signUp.telegramTitle,
    sms: smsTexts.title,
    'sms-code': smsTexts.codeTitle,
  };
  return { step, title: titles[step], attempt, telegram, sms, content };
}

export type SignIn = ReturnType<typeof useSignIn>;

/**
 * The focus follows the step: to what is marked for it, else to the first field, else to the first button. The page
 * leaves it alone when it is opened.
 */
function useStepFocus(step: Step, content: RefObject<HTMLDivElement | null>, place: Place): void {
  const shown = useRef<Step>(place === 'page' ? step : undefined);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    const find = (selector: string) => content.current?.querySelector<HTMLElement>(selector);
    (find('[data-autofocus]') ?? find('input') ?? find('a[href], button'))?.focus();
  }, [step, content]);
}
