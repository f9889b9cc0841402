import { useRef, useState } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Dialog } from '../../../components/dialog/Dialog.tsx';
import { TextField } from '../../../components/fields/TextField.tsx';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';

interface SecretDialogProps {
  /** Whose secret it is. */
  title: string;
  secret: string;
  onClose: () => void;
}

/** Shows a secret once, to be copied. Nothing keeps it: it is gone with this dialog. */
export function SecretDialog({ title, secret, onClose }: SecretDialogProps) {
  const texts = useAdminTexts().services.secret;
  const field = useRef<HTMLInputElement>(null);
  const [outcome, setOutcome] = useState<'copied' | 'selected'>();

  async function copy(): Promise<void> {
    field.current?.select();
    // Without a permission the secret is selected, so that the person can copy it
    const isCopied = await navigator.clipboard.writeText(secret).then(
      () => true,
      () => false,
    );
    setOutcome(isCopied ? 'copied' : 'selected');
  }

  return (
    <Dialog title={title} closeLabel={texts.close} onClose={onClose}>
      <p>{texts.explanation}</p>
      <TextField
        label={texts.label}
        problem={undefined}
        className="rq-service-secret"
        ref={field}
        value={secret}
        onValue={ignore}
        onFocus={(event) => event.target.select()}
        readOnly
        autoComplete="off"
        spellCheck={false}
      />
      <p role="status" className="rq-hint rq-service-copied">
        {outcome && texts[outcome]}
      </p>
      <div className="rq-actions">
        <ActionButton label={texts.copy} onPress={() => void copy()} />
        <ActionButton label={texts.stored} kind="secondary" onPress={onClose} />
      </div>
    </Dialog>
  );
}

function ignore(): void {}
