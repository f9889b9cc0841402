import { useState } from 'react';
import { useAction } from '../../api/use-action.ts';
import { ActionButton } from '../../components/ActionButton.tsx';
import { Alert } from '../../components/Alert.tsx';
import { ConfirmDialog } from '../../components/dialog/ConfirmDialog.tsx';
import { Section } from '../../components/section/Section.tsx';
import { useAllTexts } from '../../messages/TextsContext.tsx';
import { useAuth } from '../auth/session/AuthContext.tsx';
import { SignOutButton } from '../auth/session/SignOutButton.tsx';

/** Sign-out, and deletion of the account. */
export function AccountEnd() {
  const language = useAllTexts();
  const { accountPage, deletion } = language.messages;
  const { deleteAccount } = useAuth();
  const deleting = useAction();
  const [asking, setAsking] = useState(false);

  return (
    <Section title={deletion.sectionTitle}>
      <div className="rq-actions">
        <SignOutButton />
        <SignOutButton forgets />
        <ActionButton label={deletion.open} kind="danger-quiet" onPress={() => setAsking(true)} />
      </div>
      {asking && (
        <ConfirmDialog
          title={deletion.question}
          explanation={deletion.explanation}
          problem={deleting.problem && <Alert ref={deleting.alert}>{deleting.problem(language)}</Alert>}
          confirmLabel={deletion.confirm}
          busyLabel={deletion.deleting}
          cancelLabel={accountPage.cancel}
          busy={deleting.busy}
          onConfirm={() => void deleting.run(deleteAccount)}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
}
