import { useAdminTexts } from '../../messages/admin/admin-texts.ts';
import { AdminLink } from './AdminLink.tsx';
import { ADMIN_SECTIONS, type AdminSection, adminUrl } from './admin-route.ts';

/** The links to the sections. */
export function AdminNavigation({ current }: { current: AdminSection | undefined }) {
  const texts = useAdminTexts();
  return (
    <nav className="rq-admin-navigation" aria-label={texts.title}>
      <ul>
        {ADMIN_SECTIONS.map((section) => (
          <li key={section}>
            <AdminLink href={adminUrl(section)} aria-current={section === current ? 'page' : undefined}>
              {texts[section].title}
            </AdminLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
