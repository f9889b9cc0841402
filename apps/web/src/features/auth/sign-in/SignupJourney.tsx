import { type RefObject, useState } from 'react';
import { useTexts } from '../../../messages/TextsContext.tsx';
import type { BotLink } from './bot-link.ts';
import { ConfirmNumber } from './ConfirmNumber.tsx';
import { LoginModal } from './LoginModal.tsx';
import { TelegramSteps } from './TelegramSteps.tsx';
import { useSignupForm } from './use-signup-form.ts';

interface SignupJourneyProps {
  link: BotLink | undefined;
  onLinkSettled: () => void;
  titleRef: RefObject<HTMLHeadingElement | null>;
}

/** The two steps; who comes by the bot's link has done them and is asked for a yes instead. */
export function SignupJourney({ link, onLinkSettled, titleRef }: SignupJourneyProps) {
  const { signUp } = useTexts().messages;
  const form = useSignupForm(link);
  const [bySms, setBySms] = useState(false);

  if (form.confirming) return <ConfirmNumber form={form} onSettled={onLinkSettled} titleRef={titleRef} />;

  return (
    <section className="rq-card">
      <h1 ref={titleRef} tabIndex={-1}>
        {signUp.title}
      </h1>
      <p className="rq-lead">{signUp.lead}</p>
      <TelegramSteps form={form} heading="h2" />
      <p className="rq-otherwise">
        {signUp.noTelegram}{' '}
        <button className="rq-link" type="button" aria-haspopup="dialog" onClick={() => setBySms(true)}>
          {signUp.bySms}
        </button>
      </p>
      {bySms && <LoginModal way="sms" onClose={() => setBySms(false)} />}
    </section>
  );
}
