import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { useSignOut } from './use-sign-out.ts';

/** Signs out, and with `forgets` the browser does not remember the account; if that fails, the person stays signed in and sees why. */
export function SignOutButton({ forgets = false }: { forgets?: boolean }) {
  const language = useAllTexts();
  const { account } = language.messages;
  const { busy, problem, alert, signOut } = useSignOut();
  return (
    <>
      {problem && <Alert ref={alert}>{problem(language)}</Alert>}
      <ActionButton
        label={forgets ? account.signOutForgotten : account.signOut}
        busyLabel={account.signingOut}
        busy={busy}
        kind="secondary"
        onPress={() => void signOut(forgets)}
      />
    </>
  );
}
