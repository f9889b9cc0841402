import type { AdminUser } from '@raqam/shared/contract/admin';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { Alert } from '../../../../components/Alert.tsx';
import { ConfirmDialog } from '../../../../components/dialog/ConfirmDialog.tsx';
import { Notice } from '../../../../components/Notice.tsx';
import { Pending, Section } from '../../../../components/section/Section.tsx';
import { useLoaded } from '../../../../components/section/use-loaded.ts';
import { useAdminTexts } from '../../../../messages/admin/admin-texts.ts';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { DeviceItem } from '../../../account/devices/DeviceItem.tsx';
import { useActs } from '../../use-acts.ts';
import { useAdminCall } from '../../use-admin-call.ts';

const ALL = 'all';

/** The devices on which the person is signed in. */
export function SessionsCard({ user, onChange }: { user: AdminUser; onChange: () => Promise<void> }) {
  const texts = useAllTexts();
  const admin = useAdminTexts();
  const { sessions: labels } = admin.people;
  const call = useAdminCall();
  const params = { id: user.id };
  // Disabling ends them too
  const list = useLoaded(() => call('listUserSessions', undefined, { params }), String(user.disabled_at));
  /** A session's id, or all. */
  const acts = useActs<string>(async () => void (await Promise.all([list.reload(), onChange()])));
  const sessions = list.data?.sessions;
  const problem = acts.problem && <Alert ref={acts.alert}>{acts.problem(texts)}</Alert>;

  return (
    <Section title={labels.title}>
      {acts.done && <Notice ref={acts.notice}>{acts.done(admin)}</Notice>}
      {!acts.asking && problem}
      {(!sessions || list.problem) && <Pending of={list} />}
      {sessions?.length === 0 && <p>{labels.none}</p>}
      {sessions && sessions.length > 0 && (
        <ul className="rq-devices">
          {sessions.map((session) => (
            <DeviceItem
              key={session.id}
              session={{ ...session, is_current: false }}
              busy={acts.running === session.id}
              onEnd={(name) =>
                void acts.run(
                  session.id,
                  () => call('endUserSession', undefined, { params: { ...params, session_id: session.id } }),
                  () => texts.messages.devices.ended(name),
                )
              }
            />
          ))}
        </ul>
      )}
      {sessions && sessions.length > 1 && (
        <ActionButton label={labels.endAll} kind="secondary" onPress={() => acts.ask(ALL)} />
      )}
      {acts.asking && (
        <ConfirmDialog
          title={labels.endAllTitle}
          explanation={labels.endAllExplanation}
          problem={problem}
          confirmLabel={labels.endAll}
          busyLabel={labels.ending}
          cancelLabel={texts.messages.accountPage.cancel}
          busy={acts.running === ALL}
          onConfirm={() =>
            void acts.run(
              ALL,
              () => call('endUserSessions', undefined, { params }),
              ({ people }) => people.sessions.allEnded,
            )
          }
          onClose={acts.close}
        />
      )}
    </Section>
  );
}
