import type { ApiResult } from '@raqam/shared/client';
import { formatPhone } from '@raqam/shared/format-phone';
import { useState } from 'react';
import { EmptyPage } from '../../../../components/page/EmptyPage.tsx';
import { Pending } from '../../../../components/section/Section.tsx';
import { useLoaded } from '../../../../components/section/use-loaded.ts';
import { useAdminTexts } from '../../../../messages/admin/admin-texts.ts';
import { displayName } from '../../../auth/session/display-name.ts';
import { AdminLink } from '../../AdminLink.tsx';
import { AdminView } from '../../AdminView.tsx';
import { adminUrl } from '../../admin-route.ts';
import { useAdminCall } from '../../use-admin-call.ts';
import { ActionsCard } from './ActionsCard.tsx';
import { DeliveriesCard } from './DeliveriesCard.tsx';
import { EventsCard } from './EventsCard.tsx';
import { LimitsCard } from './LimitsCard.tsx';
import { PersonCard } from './PersonCard.tsx';
import type { Person, Whom } from './person.types.ts';
import { SessionsCard } from './SessionsCard.tsx';

/** One person: who they are, what keeps them out, where they are signed in, and what an administrator may do. */
export function PersonPage({ whom }: { whom: Whom }) {
  const { person: texts } = useAdminTexts().people;
  const call = useAdminCall();
  const [isDeleted, setDeleted] = useState(false);
  /** null: there is no such person. */
  const loaded = useLoaded(async (): Promise<ApiResult<Person | null>> => {
    const result = await call('showPerson', whom);
    const isMissing = !result.ok && (result.error.code === 'not_found' || result.error.code === 'validation_failed');
    return isMissing ? { ok: true, data: null } : result;
  });
  const person = loaded.data;
  /** Counts acts: each is an event, so the list of events is loaded again. */
  const [acts, setActs] = useState(0);

  async function showChange(): Promise<void> {
    await loaded.reload();
    setActs((count) => count + 1);
  }

  if (isDeleted || person === null) return <Nobody isDeleted={isDeleted} />;
  const name = person?.user && displayName(person.user);
  return (
    <AdminView
      back={
        <AdminLink className="rq-link" href={adminUrl('people')}>
          {`← ${texts.toPeople}`}
        </AdminLink>
      }
      title={name || (person?.phone && formatPhone(person.phone)) || texts.title}
    >
      {(!person || loaded.problem) && (
        <div className="rq-card rq-card-waiting">
          <Pending of={loaded} />
        </div>
      )}
      {person && (
        <div className="rq-person">
          <PersonCard person={person} />
          <LimitsCard person={person} whom={whom} onChange={showChange} />
          {person.user && <SessionsCard user={person.user} onChange={showChange} />}
          <DeliveriesCard person={person} />
          {person.user && <ActionsCard user={person.user} onChange={showChange} onDelete={() => setDeleted(true)} />}
          <EventsCard key={acts} person={person} />
        </div>
      )}
    </AdminView>
  );
}

function Nobody({ isDeleted }: { isDeleted: boolean }) {
  const { person, acts } = useAdminTexts().people;
  return (
    <EmptyPage
      title={isDeleted ? acts.deleted : person.missing}
      // The dialog had it
      titleRef={(title) => void (isDeleted && title?.focus())}
      explanation={isDeleted ? acts.deletedExplanation : person.missingExplanation}
    >
      <AdminLink className="rq-button rq-button-primary" href={adminUrl('people')}>
        {person.toPeople}
      </AdminLink>
    </EmptyPage>
  );
}
