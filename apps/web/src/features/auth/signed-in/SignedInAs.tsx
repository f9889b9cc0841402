import type { User } from '@raqam/shared/contract';
import { formatMaskedPhone } from '@raqam/shared/phone';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { displayName } from '../session/display-name.ts';
import { useSignOut } from '../session/use-sign-out.ts';

interface SignedInAsProps {
  /** Its masked number, or its name. */
  account: string;
  /** Called before the sign-out that follows “not you”. */
  onNotMe?: () => void;
}

/** The account's masked number, or else its name. */
export function nameAccount(user: User): string {
  return (user.phone && formatMaskedPhone(user.phone)) || displayName(user) || 'Telegram';
}

/** Names the account, because somebody else may have signed in here, as by a press in Telegram. */
export function SignedInAs({ account: name, onNotMe }: SignedInAsProps) {
  const texts = useAllTexts();
  const { press, account } = texts.messages;
  const { busy, problem, alert, signOut } = useSignOut();
  return (
    <>
      <p className="rq-signed-in-as">
        {/* No-break spaces keep the number on one line. */}
        {press.signedInAs(name.startsWith('+') ? name.replaceAll(' ', '\u00a0') : name)}{' '}
        <ActionButton
          label={press.notYou}
          busyLabel={account.signingOut}
          busy={busy}
          kind="link"
          onPress={() => {
            onNotMe?.();
            void signOut(true);
          }}
        />
      </p>
      {problem && <Alert ref={alert}>{problem(texts)}</Alert>}
    </>
  );
}
