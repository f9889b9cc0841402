import { ActionButton } from '../../components/ActionButton.tsx';
import { EmptyPage } from '../../components/page/EmptyPage.tsx';
import { useTitleFocus } from '../../components/page/use-title-focus.ts';
import { Waiting } from '../../components/Waiting.tsx';
import { interactionTexts } from '../../messages/interaction/interaction-texts.ts';
import { useAllTexts } from '../../messages/TextsContext.tsx';
import { useAuth } from '../auth/session/AuthContext.tsx';
import { SessionCheck } from '../auth/session/SessionCheck.tsx';
import { nameAccount, SignedInAs } from '../auth/signed-in/SignedInAs.tsx';
import { Consent } from './Consent.tsx';
import { EndedInteraction } from './EndedInteraction.tsx';
import { InteractionSignIn } from './InteractionSignIn.tsx';
import { type Answering, type InteractionOptions, useInteraction } from './use-interaction.ts';
import './interaction.css';

/** The page to which clients of OpenID Connect send people: sign-in, consent, or only the way back. */
export function InteractionPage(options: InteractionOptions) {
  const auth = useAuth();
  const texts = useAllTexts();
  const { press, session, welcome } = texts.messages;
  const { signInTo, failedTitle } = interactionTexts[texts.language];
  const { state, answer, load } = useInteraction(options);
  const needs = state.kind === 'shown' ? state.interaction.needs : '';
  const title = useTitleFocus(state.kind + needs);

  if (auth.status === 'loading' && auth.problem)
    return <SessionCheck className="rq-card-sign-in" problem={auth.problem} onRetry={auth.retry} />;
  switch (state.kind) {
    case 'loading':
      return <SessionCheck className="rq-card-sign-in" problem={null} onRetry={load} />;
    case 'ended':
      return <EndedInteraction titleRef={title} />;
    case 'failed':
      return (
        <EmptyPage failed title={failedTitle} titleRef={title} explanation={state.problem(texts)}>
          <ActionButton label={session.retry} onPress={load} />
        </EmptyPage>
      );
    default: {
      const { interaction } = state;
      const { client, account } = interaction;
      const name = account ?? (auth.user ? nameAccount(auth.user) : 'Telegram');
      const buttons: Answering = {
        busy: state.kind === 'shown' ? state.busy : undefined,
        problem: state.kind === 'shown' ? state.problem : undefined,
        onConfirm: () => answer('confirmInteraction', interaction),
        onCancel: () => answer('abortInteraction', interaction),
      };
      if (state.kind === 'shown' && interaction.needs === 'sign_in')
        return <InteractionSignIn key={state.round} interaction={interaction} titleRef={title} {...buttons} />;
      return (
        <section className="rq-card rq-card-sign-in">
          <h1 className="rq-client" ref={title} tabIndex={-1}>
            {signInTo(client.name)}
          </h1>
          {state.kind === 'shown' && interaction.needs === 'consent' ? (
            <>
              <SignedInAs account={name} />
              <Consent interaction={interaction} {...buttons} />
            </>
          ) : (
            <>
              {account && <p className="rq-signed-in-as">{press.signedInAs(account.replaceAll(' ', '\u00a0'))}</p>}
              <Waiting label={welcome.goingOn} />
            </>
          )}
        </section>
      );
    }
  }
}
