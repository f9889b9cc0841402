import type { User } from '@raqam/shared/contract';
import { formatPhone } from '@raqam/shared/format-phone';
import { type RefObject, useEffect, useState } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { Waiting } from '../../../components/Waiting.tsx';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { wasPressed } from '../session/AuthContext.tsx';
import type { Arrival } from '../session/auth.ts';
import { displayName } from '../session/display-name.ts';
import { useSignOut } from '../session/use-sign-out.ts';
import { AskName } from './AskName.tsx';
import { PasskeyOffer } from './PasskeyOffer.tsx';
import { nameAccount, SignedInAs } from './SignedInAs.tsx';
import { UnconfirmedNumber } from './UnconfirmedNumber.tsx';

interface AccountSummaryProps {
  user: User;
  arrival: Arrival;
  accountUrl: string | undefined;
  returnTo: string | undefined;
  /** Whether the sign-in happened while this page was open: then it continues to `returnTo` by itself. */
  isFresh: boolean;
  onSignOut: () => void;
  titleRef: RefObject<HTMLHeadingElement | null>;
}

/**
 * The end of a sign-in. It asks for a missing name, marks an unconfirmed number, then goes to `returnTo`. On a later
 * visit it waits for a click: otherwise a site that does not know the session would redirect back and forth for ever.
 */
export function AccountSummary(props: AccountSummaryProps) {
  const { user, arrival, accountUrl, returnTo, isFresh, onSignOut, titleRef } = props;
  const language = useAllTexts();
  const { account, welcome } = language.messages;
  const leaving = useSignOut();
  const [asksName, setAsksName] = useState(isFresh && user.first_name === '');
  const isUnconfirmed = user.phone !== null && !user.is_verified;
  const goesOn = isFresh && returnTo !== undefined && !asksName && !isUnconfirmed;

  useEffect(() => {
    if (goesOn) window.location.assign(returnTo);
  }, [goesOn, returnTo]);

  const titles: Record<Arrival, string> = {
    new: account.titleNew,
    existing: account.titleExisting,
    'number-stays': account.titleExisting,
    pressed: account.titleExisting,
    'pressed-new': account.titleNew,
    restored: account.titleRestored,
  };
  const next = returnTo ?? accountUrl;
  const name = displayName(user);
  const isNamed = wasPressed(arrival);
  const showsPhone = !isNamed || isUnconfirmed || user.phone === null;

  return (
    <section className="rq-card rq-card-sign-in">
      <h1 ref={titleRef} tabIndex={-1}>
        {titles[arrival]}
      </h1>
      {arrival === 'new' && !asksName && <p className="rq-lead">{account.leadNew}</p>}
      {isNamed && <SignedInAs account={nameAccount(user)} onNotMe={onSignOut} />}
      {arrival === 'number-stays' && <p className="rq-lead">{account.leadNumberStays}</p>}
      {goesOn ? (
        <Waiting label={welcome.goingOn} />
      ) : asksName ? (
        <AskName onDone={() => setAsksName(false)} />
      ) : (
        <>
          {(name || showsPhone) && (
            <dl className="rq-facts">
              {name && (
                <div>
                  <dt>{account.name}</dt>
                  <dd>{name}</dd>
                </div>
              )}
              {showsPhone && (
                <div>
                  <dt>{account.phone}</dt>
                  <dd>
                    <span className="rq-number">{user.phone ? formatPhone(user.phone) : account.noPhone}</span>
                    {user.phone && (
                      <span className={`rq-badge rq-badge-${user.is_verified ? 'good' : 'warn'}`}>
                        {user.is_verified ? account.verified : account.unverified}
                      </span>
                    )}
                  </dd>
                </div>
              )}
            </dl>
          )}
          {isUnconfirmed && <UnconfirmedNumber user={user} onSms={() => void leaving.signOut()} />}
          {leaving.problem && <Alert ref={leaving.alert}>{leaving.problem(language)}</Alert>}
          {next && (
            <a className={`rq-button rq-button-${isUnconfirmed ? 'secondary' : 'primary'}`} href={next}>
              {returnTo ? welcome.goOn : account.open}
            </a>
          )}
          {isFresh && user.is_verified && <PasskeyOffer />}
          {!isNamed && (
            <div className="rq-step-links">
              <ActionButton
                label={account.signOut}
                busyLabel={account.signingOut}
                busy={leaving.busy}
                kind="link"
                onPress={() => {
                  onSignOut();
                  void leaving.signOut();
                }}
              />
            </div>
          )}
        </>
      )}
    </section>
  );
}
