import { type FormEvent, useState } from 'react';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { Alert } from '../../../../components/Alert.tsx';
import { Dialog } from '../../../../components/dialog/Dialog.tsx';
import { TextField } from '../../../../components/fields/TextField.tsx';
import { useAdminTexts } from '../../../../messages/admin/admin-texts.ts';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { useAdminCall } from '../../use-admin-call.ts';
import { CheckField, LinesField, linesOf } from './ServiceFields.tsx';
import { useServiceForm } from './use-service-form.ts';

interface AddClientDialogProps {
  /** With its secret; null: it has none. */
  onAdded: (name: string, secret: string | null) => void;
  onClose: () => void;
}

/** Registers a service that signs people in. */
export function AddClientDialog({ onAdded, onClose }: AddClientDialogProps) {
  const texts = useAllTexts();
  const { clients, adding } = useAdminTexts().services;
  const call = useAdminCall();
  const form = useServiceForm(['id', 'name', 'redirect_uris', 'post_logout_redirect_uris']);
  const [values, setValues] = useState({ id: '', name: '', redirect_uris: '', post_logout_redirect_uris: '' });
  const [isOwn, setOwn] = useState(false);
  const [isPublic, setPublic] = useState(false);
  const [isEs256, setEs256] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const added = await form.submit(() =>
      call('addClient', {
        id: values.id.trim(),
        name: values.name,
        redirect_uris: linesOf(values.redirect_uris),
        post_logout_redirect_uris: linesOf(values.post_logout_redirect_uris),
        is_own: isOwn,
        is_public: isPublic,
        signing_algorithm: isEs256 ? 'ES256' : 'RS256',
      }),
    );
    if (added) onAdded(added.client.name, added.secret);
  }

  const field = (name: keyof typeof values) => ({
    problem: form.problems[name] && (name.endsWith('uris') ? clients.urisWrong : form.problems[name](texts)),
    ref: form.ref(name),
    value: values[name],
    onValue(value: string) {
      setValues((current) => ({ ...current, [name]: value }));
      form.clear(name);
    },
  });

  return (
    <Dialog title={clients.addTitle} closeLabel={texts.messages.accountPage.cancel} onClose={onClose}>
      <form className="rq-service-form" noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label={clients.id}
          hint={clients.idHint}
          autoCapitalize="off"
          autoComplete="off"
          spellCheck={false}
          maxLength={63}
          {...field('id')}
        />
        <TextField label={clients.name} hint={clients.nameHint} autoComplete="off" maxLength={60} {...field('name')} />
        <LinesField label={clients.uris} hint={clients.urisHint} {...field('redirect_uris')} />
        <LinesField label={clients.logoutUris} hint={clients.logoutUrisHint} {...field('post_logout_redirect_uris')} />
        <CheckField label={clients.own} hint={clients.ownHint} isChecked={isOwn} onCheck={setOwn} />
        <CheckField label={clients.public} hint={clients.publicHint} isChecked={isPublic} onCheck={setPublic} />
        <CheckField label={clients.es256} hint={clients.es256Hint} isChecked={isEs256} onCheck={setEs256} />
        {form.problems.form && <Alert ref={form.ref('form')}>{form.problems.form(texts)}</Alert>}
        <ActionButton label={clients.add} busyLabel={adding} busy={form.busy} />
      </form>
    </Dialog>
  );
}
