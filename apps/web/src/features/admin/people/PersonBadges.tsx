import type { AdminUser } from '@raqam/shared/contract/admin';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';

interface PersonBadgesProps {
  user: AdminUser;
  /** Whether the number is confirmed is said too; in a list only that it is not. */
  isFull?: boolean;
}

/** What sets a person apart, in a word each. */
export function PersonBadges({ user, isFull = false }: PersonBadgesProps) {
  const { account } = useAllTexts().messages;
  const { badges } = useAdminTexts().people;
  const { disabled_at: disabledAt, role, phone, is_verified: isVerified } = user;
  const isUnconfirmed = phone !== null && !isVerified;
  return (
    <span className="rq-person-badges">
      {disabledAt && <span className="rq-badge rq-badge-bad">{badges.disabled}</span>}
      {role === 'admin' && <span className="rq-badge">{badges.admin}</span>}
      {isUnconfirmed && <span className="rq-badge rq-badge-warn">{account.unverified}</span>}
      {isFull && phone !== null && isVerified && <span className="rq-badge rq-badge-good">{account.verified}</span>}
    </span>
  );
}
