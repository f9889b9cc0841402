import type { AdminUser } from '@raqam/shared/contract/admin';
import { formatPhone } from '@raqam/shared/format-phone';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { Avatar } from '../../account/Avatar.tsx';
import { displayName } from '../../auth/session/display-name.ts';
import { AdminLink } from '../AdminLink.tsx';
import { adminUrl } from '../admin-route.ts';
import { PersonBadges } from './PersonBadges.tsx';

/** A person in the list. */
export function PersonLink({ user }: { user: AdminUser }) {
  const { account } = useAllTexts().messages;
  const { noName } = useAdminTexts().people;
  const name = displayName(user);
  return (
    <li>
      <AdminLink className="rq-person-link" href={adminUrl('people', { id: user.id })}>
        <Avatar name={name} />
        <span className="rq-person-about">
          <span className="rq-person-name">{name || noName}</span>
          <span className="rq-number">{user.phone ? formatPhone(user.phone) : account.noPhone}</span>
        </span>
        <PersonBadges user={user} />
      </AdminLink>
    </li>
  );
}
