import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { AdminView } from '../AdminView.tsx';

export function StatisticsSection() {
  const texts = useAdminTexts().statistics;
  return <AdminView title={texts.title}>{null}</AdminView>;
}
