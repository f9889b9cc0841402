import type { RefObject } from 'react';
import type { BotLink, BotLinkSource } from './bot-link.ts';
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

/** The sign-in on a page. A person who comes by the bot's link is asked for a yes first. */
export function SignInCard({ titleRef, ...options }: SignInCardProps) {
  const signIn = useSignIn('page', options);
  return (
    <section className="rq-card rq-card-sign-in">
      <SignOutNotice titleRef={titleRef} />
      <h1 ref={titleRef} tabIndex={-1}>
        {signIn.title}
      </h1>
      <SignInStep signIn={signIn} />
    </section>
  );
}
