import { useState } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { useLazyWithTexts } from '../../../components/use-lazy.ts';
import { Waiting } from '../../../components/Waiting.tsx';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { readStored } from '../../../stored.ts';
import { useAuth } from '../session/AuthContext.tsx';
import type { Challenge } from '../session/challenges.ts';
import { loadedForms, loadForms } from './load-forms.ts';
import { PressStep } from './press/PressStep.tsx';
import { newPress } from './press/press-state.ts';
import { usePress } from './press/use-press.ts';
import type { RecycledProps } from './recycled/Recycled.tsx';
import { ReturningEntry } from './returning/ReturningEntry.tsx';
import { TelegramBrowserEntry } from './telegram-browser/TelegramBrowserEntry.tsx';
import { type SignIn, useStepFocus } from './use-sign-in.ts';

/**
 * The content below the title, the same on the page and in the dialog. The page starts with the first screen alone;
 * the forms of later steps are fetched in the background.
 */
export function SignInStep({ signIn }: { signIn: SignIn }) {
  const { place, step, attempt, content } = signIn;
  const { user, question, dropQuestion } = useAuth();
  // Whoever is signed in is here already, and only proves it once more
  const [isReturning, setReturning] = useState(() => !user && isRemembered());
  const press = usePress(place, step === 'choose' && !question && !isReturning);
  const isAsked = press.state.isAsked === true;
  const forms = useLazyWithTexts(loadForms, loadedForms);
  useStepFocus(signIn, step === 'choose' || forms.status === 'ready');

  function wait(challenge: Challenge): void {
    dropQuestion();
    press.ask(challenge);
    if (step !== 'choose') attempt.go('choose');
  }

  return (
    <div className="rq-sign-in" ref={content}>
      {/* An interaction belongs to this browser: its link is of no use in another one. */}
      {place !== 'interaction' && <TelegramBrowserEntry />}
      {question || isAsked ? (
        <RecycledEntry question={question} press={press} onBack={dropQuestion} onAsked={wait} />
      ) : step === 'choose' && isReturning && press.state === newPress ? (
        <ReturningEntry
          onCode={() => attempt.go('telegram')}
          onSms={() => attempt.go('sms')}
          onDone={(challenge) => {
            setReturning(false);
            if (challenge) press.adopt(challenge);
          }}
        />
      ) : step === 'choose' ? (
        <PressStep
          press={press}
          // what follows the ways there would move
          offersLogin={place !== 'interaction' && !user}
          onCode={() => attempt.go('telegram')}
          onSms={() => attempt.go('sms')}
        />
      ) : forms.status === 'ready' ? (
        <forms.part.SignInForms signIn={signIn} step={step} />
      ) : (
        <Pending isFailed={forms.status === 'failed'} />
      )}
    </div>
  );
}

/** Few people ever fetch it. */
function RecycledEntry(props: RecycledProps) {
  const recycled = useLazyWithTexts(loadRecycled);
  if (recycled.status !== 'ready') return <Pending isFailed={recycled.status === 'failed'} />;
  return <recycled.part.Recycled {...props} />;
}

const loadRecycled = () => import('./recycled/Recycled.tsx');

/** In place of a part that is being fetched. */
function Pending({ isFailed }: { isFailed: boolean }) {
  const { session, failures } = useTexts().messages;
  if (!isFailed) return <Waiting label={session.checking} />;
  return (
    <>
      <Alert>{failures.unreachable}</Alert>
      {/* The whole page: browsers remember a failed file, and after a deployment it may have another name. */}
      <ActionButton label={session.retry} onPress={() => window.location.reload()} />
    </>
  );
}

/** Whether an account was signed in here that can be asked in Telegram, or has a passkey here. */
function isRemembered(): boolean {
  const account = readStored('raqam.account');
  return !!account && (account.endsWith('true]') || !!readStored('raqam.passkey'));
}
