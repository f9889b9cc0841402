import type { ComponentProps } from 'react';
import type { BotLink } from '../sign-in/telegram/bot-link.ts';
import { OtherAccount } from '../sign-in/telegram/OtherAccount.tsx';
import { AccountSummary } from './AccountSummary.tsx';

interface SignedInProps extends ComponentProps<typeof AccountSummary> {
  /** The bot's link, if it is for another number than the account's. */
  otherLink: BotLink | undefined;
  onStay: () => void;
}

/** The page of somebody who is signed in. Another account, signed in by another tab, starts over. */
export function SignedIn({ otherLink, onStay, ...summary }: SignedInProps) {
  const { user, titleRef } = summary;
  return otherLink ? (
    <OtherAccount user={user} link={otherLink} onStay={onStay} titleRef={titleRef} />
  ) : (
    <AccountSummary key={user.id} {...summary} />
  );
}
