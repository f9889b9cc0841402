import type { RefObject } from 'react';
import { SignInStep } from './SignInStep.tsx';
import { SignOutNotice } from './SignOutNotice.tsx';
import type { BotLink, BotLinkSource } from './telegram/bot-link.ts';
import { useSignIn } from './use-sign-in.ts';

interface SignInCardProps {
  link: BotLink | undefined;
  /** Whether the link replaced another one whose question was still open. */
  isReplacement: boolean;
  onLinkSettled: BotLinkSource['settle'];
  titleRef: RefObject<HTMLHeadingElement | null>;
}

/** The sign-in on a page. People who come by the bot's link confirm the number first. */
export function SignInCard({ titleRef, ...options }: SignInCardProps) {
  const signIn = useSignIn('page', options);
  return (
    <section className="rq-card rq-card-sign-in">
      <SignOutNotice />
      <h1 ref={titleRef} tabIndex={-1}>
        {signIn.title}
      </h1>
      <SignInStep signIn={signIn} />
    </section>
  );
}
