import type { ServiceScope } from '@raqam/shared/contract/admin';
import { type FormEvent, useState } from 'react';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { Alert } from '../../../../components/Alert.tsx';
import { Dialog } from '../../../../components/dialog/Dialog.tsx';
import { Field } from '../../../../components/fields/Field.tsx';
import { TextField } from '../../../../components/fields/TextField.tsx';
import { useAdminTexts } from '../../../../messages/admin/admin-texts.ts';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { useAdminCall } from '../../use-admin-call.ts';
import { ChecksField } from './ServiceFields.tsx';
import { useServiceForm } from './use-service-form.ts';

interface AddKeyDialogProps {
  onAdded: (name: string, secret: string) => void;
  onClose: () => void;
}

/** How long a key may work; 0: it never expires. */
const LIVES_DAYS = [90, 30, 365, 0];

/** Creates a key for a service that calls the server API. */
export function AddKeyDialog({ onAdded, onClose }: AddKeyDialogProps) {
  const texts = useAllTexts();
  const { keys, adding } = useAdminTexts().services;
  const call = useAdminCall();
  const form = useServiceForm(['name', 'scopes', 'expires_in_days']);
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<ServiceScope[]>([]);
  const [days, setDays] = useState(LIVES_DAYS[0] ?? 0);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const added = await form.submit(() =>
      call('addServiceKey', { name, scopes, ...(days > 0 && { expires_in_days: days }) }),
    );
    if (added) onAdded(name, added.secret);
  }

  return (
    <Dialog title={keys.addTitle} closeLabel={texts.messages.accountPage.cancel} onClose={onClose}>
      <form className="rq-service-form" noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label={keys.name}
          hint={keys.nameHint}
          problem={form.problems.name?.(texts)}
          autoComplete="off"
          maxLength={60}
          ref={form.ref('name')}
          value={name}
          onValue={(value) => {
            setName(value);
            form.clear('name');
          }}
        />
        <ChecksField
          label={keys.scopes}
          problem={form.problems.scopes && keys.scopesMissing}
          choices={Object.entries(keys.scopeNames) as [ServiceScope, string][]} // its own keys
          chosen={scopes}
          onChoose={(chosen) => {
            setScopes(chosen);
            form.clear('scopes');
          }}
          ref={form.ref('scopes')}
        />
        <Field
          label={keys.expiry}
          problem={form.problems.expires_in_days?.(texts)}
          input={(props) => (
            <select {...props} value={days} onChange={(event) => setDays(Number(event.target.value))}>
              {LIVES_DAYS.map((count) => (
                <option key={count} value={count}>
                  {count === 0 ? keys.never : keys.days(count)}
                </option>
              ))}
            </select>
          )}
        />
        {form.problems.form && <Alert ref={form.ref('form')}>{form.problems.form(texts)}</Alert>}
        <ActionButton label={keys.add} busyLabel={adding} busy={form.busy} />
      </form>
    </Dialog>
  );
}
