import type { AdminUser } from '@raqam/shared/contract/admin';
import { useAction } from '../../../../api/use-action.ts';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { Alert } from '../../../../components/Alert.tsx';
import { ConfirmDialog } from '../../../../components/dialog/ConfirmDialog.tsx';
import { Notice } from '../../../../components/Notice.tsx';
import { Section } from '../../../../components/section/Section.tsx';
import { useAdminTexts } from '../../../../messages/admin/admin-texts.ts';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { useAuth } from '../../../auth/session/AuthContext.tsx';
import { useActs } from '../../use-acts.ts';
import { useAdminCall } from '../../use-admin-call.ts';
import { DeleteDialog } from './DeleteDialog.tsx';
import { saveJson } from './save-json.ts';

interface ActionsCardProps {
  user: AdminUser;
  onChange: () => Promise<void>;
  onDelete: () => void;
}

type Act = 'disable' | 'enable' | 'makeAdmin' | 'removeAdmin' | 'export' | 'delete';

/** What an administrator may do to the account. What nobody may do to themselves is not offered. */
export function ActionsCard({ user, onChange, onDelete }: ActionsCardProps) {
  const texts = useAllTexts();
  const admin = useAdminTexts();
  const labels = admin.people.acts;
  const call = useAdminCall();
  const acts = useActs<Act>(onChange);
  const deletion = useAction();
  const isOwn = useAuth().user?.id === user.id;
  const params = { id: user.id };
  const problem = acts.problem && <Alert ref={acts.alert}>{acts.problem(texts)}</Alert>;
  const cancelLabel = texts.messages.accountPage.cancel;

  const setRole = (act: Act, role: AdminUser['role'], done: 'madeAdmin' | 'removedAdmin') =>
    acts.run(
      act,
      () => call('setUserRole', { role }, { params }),
      ({ people }) => people.acts[done],
    );

  const download = () =>
    acts.run(
      'export',
      async () => {
        const result = await call('exportUser', undefined, { params });
        if (result.ok) saveJson(`raqam-${user.id}.json`, result.data);
        return result;
      },
      ({ people }) => people.acts.exported,
    );

  /** The acts that ask first. */
  const questions = {
    disable: {
      title: labels.disableTitle,
      explanation: labels.disableExplanation,
      confirmLabel: labels.disable,
      busyLabel: labels.disabling,
      onConfirm: () =>
        void acts.run(
          'disable',
          () => call('disableUser', undefined, { params }),
          ({ people }) => people.acts.disabled,
        ),
    },
    makeAdmin: {
      title: labels.makeAdminTitle,
      explanation: labels.makeAdminExplanation,
      confirmLabel: labels.makeAdmin,
      busyLabel: labels.makingAdmin,
      onConfirm: () => void setRole('makeAdmin', 'admin', 'madeAdmin'),
    },
    removeAdmin: {
      title: labels.removeAdminTitle,
      explanation: labels.removeAdminExplanation,
      confirmLabel: labels.removeAdmin,
      busyLabel: labels.removingAdmin,
      onConfirm: () => void setRole('removeAdmin', 'user', 'removedAdmin'),
    },
  };
  const question = acts.asking && acts.asking in questions && questions[acts.asking as keyof typeof questions];

  return (
    <Section title={labels.title}>
      {acts.done && <Notice ref={acts.notice}>{acts.done(admin)}</Notice>}
      {!acts.asking && problem}
      {isOwn && <p>{labels.ownAccount}</p>}
      <div className="rq-person-acts">
        {!isOwn && user.disabled_at && (
          <ActionButton
            label={labels.enable}
            busyLabel={labels.enabling}
            busy={acts.running === 'enable'}
            kind="secondary"
            onPress={() =>
              void acts.run(
                'enable',
                () => call('enableUser', undefined, { params }),
                ({ people }) => people.acts.enabled,
              )
            }
          />
        )}
        {!isOwn && user.role === 'user' && user.is_verified && (
          <ActionButton label={labels.makeAdmin} kind="secondary" onPress={() => acts.ask('makeAdmin')} />
        )}
        {!isOwn && user.role === 'admin' && (
          <ActionButton label={labels.removeAdmin} kind="secondary" onPress={() => acts.ask('removeAdmin')} />
        )}
        <ActionButton
          label={labels.export}
          busyLabel={labels.exporting}
          busy={acts.running === 'export'}
          kind="secondary"
          onPress={() => void download()}
        />
        {!isOwn && !user.disabled_at && (
          <ActionButton label={labels.disable} kind="danger-quiet" onPress={() => acts.ask('disable')} />
        )}
        {!isOwn && <ActionButton label={labels.delete} kind="danger-quiet" onPress={() => acts.ask('delete')} />}
      </div>
      {!isOwn && user.role === 'user' && !user.is_verified && <p className="rq-hint">{labels.adminNeedsNumber}</p>}
      {question && (
        <ConfirmDialog
          {...question}
          problem={problem}
          cancelLabel={cancelLabel}
          busy={acts.running !== undefined}
          onClose={acts.close}
        />
      )}
      {acts.asking === 'delete' && (
        <DeleteDialog
          user={user}
          problem={deletion.problem && <Alert ref={deletion.alert}>{deletion.problem(texts)}</Alert>}
          cancelLabel={cancelLabel}
          busy={deletion.busy}
          onConfirm={async () => {
            if (await deletion.run(() => call('deleteUser', undefined, { params }))) onDelete();
          }}
          onClose={acts.close}
        />
      )}
    </Section>
  );
}
