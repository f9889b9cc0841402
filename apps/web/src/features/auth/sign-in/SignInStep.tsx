import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { useLazyWithTexts } from '../../../components/use-lazy.ts';
import { Waiting } from '../../../components/Waiting.tsx';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { loadedForms, loadForms } from './load-forms.ts';
import { PressStep } from './press/PressStep.tsx';
import { usePress } from './press/use-press.ts';
import { TelegramBrowserEntry } from './telegram-browser/TelegramBrowserEntry.tsx';
import { type SignIn, useStepFocus } from './use-sign-in.ts';

/**
 * The content below the title, the same on the page and in the dialog. The page starts with the first screen alone;
 * the forms of later steps are fetched in the background.
 */
export function SignInStep({ signIn }: { signIn: SignIn }) {
  const { session, failures } = useTexts().messages;
  const { place, step, attempt, content } = signIn;
  const press = usePress(place, step === 'choose');
  const forms = useLazyWithTexts(loadForms, loadedForms);
  useStepFocus(signIn, step === 'choose' || forms.status === 'ready');

  return (
    <div className="rq-sign-in" ref={content}>
      {/* An interaction belongs to this browser: its link is of no use in another one. */}
      {place !== 'interaction' && <TelegramBrowserEntry />}
      {step === 'choose' ? (
        <PressStep press={press} onCode={() => attempt.go('telegram')} onSms={() => attempt.go('sms')} />
      ) : forms.status === 'ready' ? (
        <forms.part.SignInForms signIn={signIn} step={step} />
      ) : forms.status === 'failed' ? (
        <>
          <Alert>{failures.unreachable}</Alert>
          {/* The whole page: browsers remember a failed file, and after a deployment it may have another name. */}
          <ActionButton label={session.retry} onPress={() => window.location.reload()} />
        </>
      ) : (
        <Waiting label={session.checking} />
      )}
    </div>
  );
}
