import { Section } from '../../../../components/section/Section.tsx';
import { useAdminTexts } from '../../../../messages/admin/admin-texts.ts';
import { EventList } from '../../audit/EventList.tsx';
import type { Person } from './person.types.ts';

/** What happened to the person. Events of a number name also what failed before there was an account. */
export function EventsCard({ person: { user, phone } }: { person: Person }) {
  const { audit } = useAdminTexts();
  return (
    <Section title={audit.list.title}>
      <EventList filter={{ ...(phone ? { phone } : user && { user_id: user.id }) }} hasUsers={false} />
    </Section>
  );
}
