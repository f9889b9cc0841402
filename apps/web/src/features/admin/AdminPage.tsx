import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { EmptyPage } from '../../components/page/EmptyPage.tsx';
import { useTitleFocus } from '../../components/page/use-title-focus.ts';
import { useAdminTexts } from '../../messages/admin/admin-texts.ts';
import { useTexts } from '../../messages/TextsContext.tsx';
import { useAuth } from '../auth/session/AuthContext.tsx';
import { SessionCheck } from '../auth/session/SessionCheck.tsx';
import { SignInCard } from '../auth/sign-in/SignInCard.tsx';
import { AdminCalls } from './AdminCalls.tsx';
import { AdminNavigation } from './AdminNavigation.tsx';
import { type AdminSection, useAdminRoute } from './admin-route.ts';
import { AuditSection } from './audit/AuditSection.tsx';
import { PeopleSection } from './people/PeopleSection.tsx';
import { ServicesSection } from './services/ServicesSection.tsx';
import { StatisticsSection } from './statistics/StatisticsSection.tsx';
import './admin.css';

const sections: Record<AdminSection, ReactNode> = {
  statistics: <StatisticsSection />,
  people: <PeopleSection />,
  audit: <AuditSection />,
  services: <ServicesSection />,
};

/** The administrators' page. Everybody else reads only that it is for administrators; strangers sign in first. */
export function AdminPage() {
  const auth = useAuth();
  const { product, accountPage } = useTexts().messages;
  const texts = useAdminTexts();
  const title = useTitleFocus(auth.status + ('notice' in auth && auth.notice));
  const windowTitle = `${texts.title} — ${product}`;
  useEffect(() => {
    document.title = windowTitle;
  }, [windowTitle]);

  switch (auth.status) {
    case 'loading':
      return <SessionCheck problem={auth.problem} onRetry={auth.retry} />;
    case 'signed-out':
      return <SignInCard link={undefined} isReplacement={false} onLinkSettled={ignore} titleRef={title} />;
    case 'signed-in':
      if (auth.user.role !== 'admin')
        return (
          <EmptyPage title={texts.notAdmin.title} titleRef={title} explanation={texts.notAdmin.explanation}>
            <a className="rq-button rq-button-primary" href="/account">
              {accountPage.title}
            </a>
          </EmptyPage>
        );
      // Somebody else, signed in here or by another tab, starts over
      return (
        <AdminCalls key={auth.user.id}>
          <Sections />
        </AdminCalls>
      );
  }
}

function Sections() {
  const { section, id, details } = useAdminRoute();
  const page = useRef<HTMLDivElement>(null);
  // In the section of people a number is another view, elsewhere it is a filter
  const place = [section, id, section === 'people' && details.get('number')].join();
  const shown = useRef(place);
  // The pressed link may be gone, and a screen reader has to learn that there is another view
  useLayoutEffect(() => {
    if (shown.current === place) return;
    shown.current = place;
    page.current?.querySelector('h1')?.focus();
  }, [place]);
  const { notFound } = useTexts().messages;
  return (
    <div className="rq-admin" ref={page}>
      <AdminNavigation current={section} />
      {section ? (
        sections[section]
      ) : (
        <EmptyPage sign="404" title={notFound.title} explanation={notFound.explanation}>
          {null}
        </EmptyPage>
      )}
    </div>
  );
}

function ignore(): void {}
