import { formatPhone } from '@raqam/shared/format-phone';
import type { ReactNode } from 'react';
import { useAdminTexts } from '../../../../messages/admin/admin-texts.ts';
import { describeDateAndTime } from '../../../../messages/moments.ts';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { Avatar } from '../../../account/Avatar.tsx';
import { displayName } from '../../../auth/session/display-name.ts';
import { nameCountry } from '../../name-country.ts';
import { PersonBadges } from '../PersonBadges.tsx';
import type { Person } from './person.types.ts';

/** Who the person is. */
export function PersonCard({ person }: { person: Person }) {
  const texts = useAllTexts();
  const { badges, person: labels } = useAdminTexts().people;
  const { user, phone, country, is_test_number: isTest } = person;
  const { account } = texts.messages;
  const name = user ? displayName(user) : '';
  const moment = (at: string) => <time dateTime={at}>{describeDateAndTime(new Date(at), texts)}</time>;

  return (
    <section className="rq-card">
      <div className="rq-head">
        <Avatar name={name} />
        <div className="rq-head-about">
          <p className="rq-head-name">
            <span className="rq-number">{phone ? formatPhone(phone) : account.noPhone}</span>
            {user && <PersonBadges user={user} isFull />}
            {isTest && <span className="rq-badge rq-badge-warn">{badges.testNumber}</span>}
          </p>
          {!user && <p>{labels.nobody}</p>}
        </div>
      </div>
      <dl className="rq-person-facts">
        {country && <Fact label={labels.country} value={nameCountry(country, texts)} />}
        {user && (
          <>
            <Fact label={labels.telegramId} value={user.telegram_id ?? labels.none} />
            <Fact label={labels.joined} value={moment(user.date_joined)} />
            <Fact
              label={labels.lastSignIn}
              value={user.last_sign_in_at ? moment(user.last_sign_in_at) : labels.neverSignedIn}
            />
            {user.disabled_at && <Fact label={labels.disabledAt} value={moment(user.disabled_at)} />}
            <Fact label={labels.id} value={<code>{user.id}</code>} />
          </>
        )}
      </dl>
    </section>
  );
}

function Fact({ label, value }: { label: string; value: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
