import type { User } from '@raqam/shared/contract';
import { formatPhone } from '@raqam/shared/phone';
import type { RefObject } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { useTexts } from '../../../messages/TextsContext.tsx';
import type { Arrival } from '../session/AuthContext.tsx';
import { displayName } from '../session/display-name.ts';
import { useSignOut } from '../session/use-sign-out.ts';

interface AccountSummaryProps {
  user: User;
  arrival: Arrival;
  accountUrl: string | undefined;
  onSignOut: () => void;
  titleRef: RefObject<HTMLHeadingElement | null>;
}

/** Who is signed in. */
export function AccountSummary({ user, arrival, accountUrl, onSignOut, titleRef }: AccountSummaryProps) {
  const language = useTexts();
  const { account } = language.messages;
  const { busy, problem, alert, signOut } = useSignOut();
  const titles = {
    new: account.titleNew,
    existing: account.titleExisting,
    'number-stays': account.titleExisting,
    'by-sms': account.titleNew,
    restored: account.titleRestored,
  };
  const name = displayName(user);

  return (
    <section className="rq-card">
      <h1 ref={titleRef} tabIndex={-1}>
        {titles[arrival]}
      </h1>
      {arrival === 'new' && <p className="rq-lead">{account.leadNew}</p>}
      {arrival === 'number-stays' && <p className="rq-lead">{account.leadNumberStays}</p>}
      <dl className="rq-facts">
        {name && (
          <div>
            <dt>{account.name}</dt>
            <dd>{name}</dd>
          </div>
        )}
        <div>
          <dt>{account.phone}</dt>
          <dd>
            <span className="rq-number">{user.phone ? formatPhone(user.phone) : account.noPhone}</span>
            {user.phone && (
              <span className={user.is_verified ? 'rq-badge rq-badge-good' : 'rq-badge'}>
                {user.is_verified ? account.verified : account.unverified}
              </span>
            )}
          </dd>
        </div>
      </dl>
      {problem && <Alert ref={alert}>{problem(language)}</Alert>}
      {accountUrl && (
        <a className="rq-button rq-button-primary" href={accountUrl}>
          {account.open}
        </a>
      )}
      <ActionButton
        label={account.signOut}
        busyLabel={account.signingOut}
        busy={busy}
        kind="secondary"
        onPress={() => {
          onSignOut();
          void signOut();
        }}
      />
    </section>
  );
}
