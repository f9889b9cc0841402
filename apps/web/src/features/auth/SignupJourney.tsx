import type { RefObject } from 'react';
import { useLanguage } from '../language/LanguageContext.tsx';
import { BotStep } from './BotStep.tsx';
import type { BotLink } from './bot-link.ts';
import { ConfirmNumber } from './ConfirmNumber.tsx';
import { SignupForm } from './SignupForm.tsx';
import { useSignupForm } from './use-signup-form.ts';

interface SignupJourneyProps {
  link: BotLink | undefined;
  onLinkSettled: () => void;
  botUrl: string | undefined;
  titleRef: RefObject<HTMLHeadingElement | null>;
}

/** The two steps; who comes by the bot's link has done them and is asked for a yes instead. */
export function SignupJourney({ link, onLinkSettled, botUrl, titleRef }: SignupJourneyProps) {
  const { messages } = useLanguage();
  const form = useSignupForm(link);

  if (form.confirming) return <ConfirmNumber form={form} onSettled={onLinkSettled} titleRef={titleRef} />;

  const { signUp } = messages;
  return (
    <section className="card">
      <h1 ref={titleRef} tabIndex={-1}>
        {signUp.title}
      </h1>
      <p className="lead">{signUp.lead}</p>
      <ol className="steps">
        <li className="step">
          <h2>{signUp.botStep}</h2>
          <BotStep botUrl={botUrl} />
        </li>
        <li className="step">
          <h2>{signUp.formStep}</h2>
          <SignupForm form={form} />
        </li>
      </ol>
    </section>
  );
}
