import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { AdminView } from '../AdminView.tsx';
import { useAdminRoute } from '../admin-route.ts';
import { PeopleSearch } from './PeopleSearch.tsx';
import { PersonPage } from './person/PersonPage.tsx';
import '../../account/account.css';
import './people.css';

/** The search, or one person: a user by id, or a number that perhaps nobody has registered with. */
export function PeopleSection() {
  const { title } = useAdminTexts().people;
  const { id, details } = useAdminRoute();
  const number = details.get('number');
  if (id !== undefined) return <PersonPage key={id} whom={{ id }} />;
  if (number !== null) return <PersonPage key={number} whom={{ phone: number }} />;
  return (
    <AdminView title={title}>
      <PeopleSearch query={details.get('q') ?? ''} />
    </AdminView>
  );
}
