import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { AdminView } from '../AdminView.tsx';

export function ServicesSection() {
  const texts = useAdminTexts().services;
  return <AdminView title={texts.title}>{null}</AdminView>;
}
