import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { AdminView } from '../AdminView.tsx';

export function PeopleSection() {
  const texts = useAdminTexts().people;
  return <AdminView title={texts.title}>{null}</AdminView>;
}
