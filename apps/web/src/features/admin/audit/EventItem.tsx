import type { AuditEvent } from '@raqam/shared/contract/admin-audit';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { describeDateAndTime } from '../../../messages/moments.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { AdminLink } from '../AdminLink.tsx';
import { adminUrl } from '../admin-route.ts';
import { describeActor, describeDetails, describeSource, describeType } from './describe-event.ts';

interface EventItemProps {
  event: AuditEvent;
  names: Record<string, string>;
  /** Whether to name the user whom the event is about: not on the user's own page. */
  hasUser: boolean;
}

export function EventItem({ event, names, hasUser }: EventItemProps) {
  const texts = useAllTexts();
  const { audit } = useAdminTexts();
  const { user_id: id, ip, at } = event;
  const details = describeDetails(event, audit);
  const user = hasUser && id ? names[id] : undefined;
  return (
    <li>
      <p className="rq-event-head">
        <span className="rq-event-type">{describeType(event.type, audit)}</span>
        <time className="rq-event-time" dateTime={at}>
          {describeDateAndTime(new Date(at), texts)}
        </time>
      </p>
      {(user || details.length > 0) && (
        <p>
          {user && id && (
            <AdminLink className="rq-link" href={adminUrl('people', { id })}>
              {user}
            </AdminLink>
          )}
          {user && details.length > 0 && ' · '}
          {details.join(' · ')}
        </p>
      )}
      <p className="rq-event-source">
        {[describeActor(event, names, audit), ...describeSource(event, texts)].join(' · ')}
        {ip && (
          <>
            {' · '}
            <AdminLink className="rq-link" href={adminUrl('audit', { ip })} aria-label={audit.ofIp(ip)}>
              {ip}
            </AdminLink>
          </>
        )}
      </p>
    </li>
  );
}
