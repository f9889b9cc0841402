import { useMemo } from 'react';
import { useAction } from '../../../api/use-action.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { Section } from '../../../components/section/Section.tsx';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { AdminView } from '../AdminView.tsx';
import { adminUrl, goTo, useAdminRoute } from '../admin-route.ts';
import { useAdminCall } from '../use-admin-call.ts';
import { AuditFilterForm } from './AuditFilterForm.tsx';
import { describeFilter, readFilter, writeFilter } from './audit-filter.ts';
import { EventList } from './EventList.tsx';
import { saveEvents } from './save-events.ts';

/** The log of everything that happened, with its filter, which is in the URL. */
export function AuditSection() {
  const texts = useAllTexts();
  const { audit } = useAdminTexts();
  const call = useAdminCall();
  const { details } = useAdminRoute();
  const shown = readFilter(details);
  // A period ends when it was chosen, so that its pages fit together
  const filter = useMemo(() => describeFilter(readFilter(details), new Date()), [details]);
  const download = useAction();
  return (
    <AdminView title={audit.title}>
      <AuditFilterForm
        key={`${shown.ip} ${shown.phone}`}
        filter={shown}
        onFilter={(chosen) => goTo(adminUrl('audit', writeFilter(chosen)), 'replace')}
      />
      <Section title={audit.list.title}>
        <EventList filter={filter} />
        {download.problem && <Alert ref={download.alert}>{download.problem(texts)}</Alert>}
        <ActionButton
          label={audit.list.download}
          busyLabel={audit.list.downloading}
          busy={download.busy}
          kind="secondary"
          onPress={() => void download.run(() => saveEvents(call, filter))}
        />
      </Section>
    </AdminView>
  );
}
