import type { User } from '@raqam/shared/contract';
import { formatPhone } from '@raqam/shared/format-phone';
import { ProblemIcon } from '../../components/icons.tsx';
import { describeDate } from '../../messages/moments.ts';
import { useAllTexts } from '../../messages/TextsContext.tsx';
import { displayName } from '../auth/session/display-name.ts';
import { Avatar } from './Avatar.tsx';

/** Name, phone number and its badge; and the way to another number, or to confirm it. */
export function AccountHead({ user }: { user: User }) {
  const language = useAllTexts();
  const { account } = language.messages;
  const name = displayName(user);
  const phone = user.phone ? formatPhone(user.phone) : account.noPhone;
  const needsProof = user.phone !== null && !user.is_verified;

  return (
    <section className="rq-card">
      <div className="rq-head">
        <Avatar name={name} />
        <div className="rq-head-about">
          {name && <p className="rq-head-name">{name}</p>}
          <p className={name ? 'rq-head-phone' : 'rq-head-name'}>
            <span className="rq-number">{phone}</span>
            {user.phone && (
              <span className={user.is_verified ? 'rq-badge rq-badge-good' : 'rq-badge rq-badge-warn'}>
                {user.is_verified ? account.verified : account.unverified}
              </span>
            )}
          </p>
          {!needsProof && (
            <a className="rq-link" href="/account/phone">
              {user.phone ? account.changePhone : account.addPhone}
            </a>
          )}
          <p className="rq-hint">{account.joined(describeDate(new Date(user.date_joined), language))}</p>
        </div>
      </div>
      {needsProof && (
        <div className="rq-warning rq-callout">
          <p>
            <ProblemIcon />
            {account.unverifiedHow}
          </p>
          <a className="rq-button rq-button-secondary" href="/account/phone">
            {account.confirmPhone}
          </a>
        </div>
      )}
    </section>
  );
}
