import { type RefObject, useState } from 'react';
import { flushSync } from 'react-dom';
import type { BotLink, BotLinkSource } from './bot-link.ts';
import { ConfirmNumber } from './ConfirmNumber.tsx';
import { SignInStep } from './SignInStep.tsx';
import { SignOutNotice } from './SignOutNotice.tsx';
import { useSignIn } from './use-sign-in.ts';

interface SignInCardProps {
  link: BotLink | undefined;
  /** The link took the place of another one that was being asked about. */
  isReplacement: boolean;
  onLinkSettled: BotLinkSource['settle'];
  titleRef: RefObject<HTMLHeadingElement | null>;
}

/** The sign-in on a page. A person who comes by the bot's link is asked for a yes instead. */
export function SignInCard({ link, isReplacement, onLinkSettled, titleRef }: SignInCardProps) {
  const signIn = useSignIn('page', { link });
  const { attempt, telegram, step, title } = signIn;
  // The link as it was on arrival: it is settled while its answer is still on the way.
  const [asked, setAsked] = useState(link);

  async function confirm(): Promise<void> {
    onLinkSettled('tried');
    if (!(await telegram.submit()) && telegram.isRefused()) leave('code');
  }

  /** To the form, with number and code in it. */
  function leave(field: 'phone' | 'code'): void {
    flushSync(() => {
      setAsked(undefined);
      attempt.go('telegram');
    });
    telegram.form.focus(field);
  }

  if (asked) {
    return (
      <ConfirmNumber
        link={asked}
        isReplacement={isReplacement}
        form={telegram}
        onYes={() => void confirm()}
        onNo={() => {
          onLinkSettled('dropped');
          leave('phone');
        }}
        titleRef={titleRef}
      />
    );
  }
  return (
    <section className="rq-card rq-card-sign-in">
      <SignOutNotice />
      <h1 ref={titleRef} tabIndex={-1} data-step={step}>
        {title}
      </h1>
      <SignInStep signIn={signIn} />
    </section>
  );
}
