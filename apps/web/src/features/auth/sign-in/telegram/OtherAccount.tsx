import type { User } from '@raqam/shared/contract';
import { formatPhone } from '@raqam/shared/format-phone';
import type { RefObject } from 'react';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { Alert } from '../../../../components/Alert.tsx';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { displayName } from '../../session/display-name.ts';
import { useSignOut } from '../../session/use-sign-out.ts';
import type { BotLink } from './bot-link.ts';

interface OtherAccountProps {
  user: User;
  link: BotLink;
  onStay: () => void;
  titleRef: RefObject<HTMLHeadingElement | null>;
}

/** Asks what to do when the bot's link is for another number than that of the signed-in account. */
export function OtherAccount({ user, link, onStay, titleRef }: OtherAccountProps) {
  const language = useAllTexts();
  const { otherAccount, account } = language.messages;
  const { busy, problem, alert, signOut } = useSignOut();
  const name = displayName(user);
  const phone = user.phone ? formatPhone(user.phone) : account.noPhone;

  return (
    <section className="rq-card rq-card-sign-in">
      <h1 ref={titleRef} tabIndex={-1}>
        {otherAccount.title}
      </h1>
      <dl className="rq-facts">
        <div>
          <dt>{otherAccount.signedInAs}</dt>
          <dd>
            {name && <span>{name}</span>}
            <span className="rq-number">{phone}</span>
          </dd>
        </div>
        <div>
          <dt>{otherAccount.linkIsFor}</dt>
          <dd>
            <span className="rq-number">{formatPhone(link.phone)}</span>
          </dd>
        </div>
      </dl>
      {problem && <Alert ref={alert}>{problem(language)}</Alert>}
      <div className="rq-actions">
        <ActionButton label={otherAccount.stay} disabled={busy} onPress={onStay} />
        <ActionButton
          label={otherAccount.switch}
          busyLabel={account.signingOut}
          busy={busy}
          kind="secondary"
          onPress={() => void signOut()}
        />
      </div>
    </section>
  );
}
