import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { AdminView } from '../AdminView.tsx';

export function AuditSection() {
  const texts = useAdminTexts().audit;
  return <AdminView title={texts.title}>{null}</AdminView>;
}
