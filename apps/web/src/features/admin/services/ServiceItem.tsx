import type { ReactNode } from 'react';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';

interface ServiceItemProps {
  name: string;
  badges: ReactNode;
  children: ReactNode;
  actions: ReactNode;
}

/** A client, key or webhook in its list. */
export function ServiceItem({ name, badges, children, actions }: ServiceItemProps) {
  return (
    <li className="rq-service">
      <h3>{name}</h3>
      <p className="rq-service-badges">{badges}</p>
      <div className="rq-service-about">{children}</div>
      {actions && <div className="rq-service-actions">{actions}</div>}
    </li>
  );
}

/** Whether it works now. */
export function StateBadge({ isDisabled }: { isDisabled: boolean }) {
  const texts = useAdminTexts().services;
  return (
    <span className={isDisabled ? 'rq-badge rq-badge-warn' : 'rq-badge rq-badge-good'}>
      {isDisabled ? texts.disabled : texts.enabled}
    </span>
  );
}
