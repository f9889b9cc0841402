import type { RefObject } from 'react';
import { interactionTexts } from '../../messages/interaction/interaction-texts.ts';
import { useAllTexts } from '../../messages/TextsContext.tsx';
import { SignInStep } from '../auth/sign-in/SignInStep.tsx';
import { useSignIn } from '../auth/sign-in/use-sign-in.ts';
import { CancelButton } from './CancelButton.tsx';
import type { Answering, Interaction } from './use-interaction.ts';

interface InteractionSignInProps extends Answering {
  interaction: Interaction;
  titleRef: RefObject<HTMLHeadingElement | null>;
}

/** The sign-in of the site, with the name of the client that asks for it and the number that it expects. */
export function InteractionSignIn({ interaction, titleRef, ...answering }: InteractionSignInProps) {
  const { language } = useAllTexts();
  const { client, login_hint: hint } = interaction;
  const signIn = useSignIn('interaction', { phone: hint ?? undefined });
  return (
    <section className="rq-card rq-card-sign-in">
      <h1 className="rq-client" ref={titleRef} tabIndex={-1}>
        {signIn.step === 'choose' ? interactionTexts[language].signInTo(client.name) : signIn.title}
      </h1>
      <SignInStep signIn={signIn} />
      {signIn.step === 'choose' && <CancelButton kind="link" {...answering} />}
    </section>
  );
}
