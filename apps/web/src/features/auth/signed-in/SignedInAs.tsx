import type { User } from '@raqam/shared/contract';
import { formatMaskedPhone } from '@raqam/shared/phone';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { displayName } from '../session/display-name.ts';
import { useSignOut } from '../session/use-sign-out.ts';

interface SignedInAsProps {
  user: User;
  /** Called before the sign-out that follows “not you”. */
  onNotMe?: () => void;
}

/** After a press in Telegram: names the account, because somebody else may have pressed. */
export function SignedInAs({ user, onNotMe }: SignedInAsProps) {
  const texts = useAllTexts();
  const { press, account } = texts.messages;
  const { busy, problem, alert, signOut } = useSignOut();
  // No-break spaces keep the number on one line
  const number = user.phone && formatMaskedPhone(user.phone).replaceAll(' ', '\u00a0');
  return (
    <>
      <p className="rq-signed-in-as">
        {press.signedInAs(number || displayName(user) || 'Telegram')}{' '}
        <ActionButton
          label={press.notYou}
          busyLabel={account.signingOut}
          busy={busy}
          kind="link"
          onPress={() => {
            onNotMe?.();
            void signOut();
          }}
        />
      </p>
      {problem && <Alert ref={alert}>{problem(texts)}</Alert>}
    </>
  );
}
