import { type FormEvent, useState } from 'react';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { Alert } from '../../../../components/Alert.tsx';
import { Dialog } from '../../../../components/dialog/Dialog.tsx';
import { TextField } from '../../../../components/fields/TextField.tsx';
import { useAdminTexts } from '../../../../messages/admin/admin-texts.ts';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { useAdminCall } from '../../use-admin-call.ts';
import { ChecksField, LinesField, linesOf } from './ServiceFields.tsx';
import { useServiceForm } from './use-service-form.ts';

interface AddWebhookDialogProps {
  onAdded: (url: string, secret: string) => void;
  onClose: () => void;
}

/** Adds a receiver of events. */
export function AddWebhookDialog({ onAdded, onClose }: AddWebhookDialogProps) {
  const texts = useAllTexts();
  const { webhooks, adding } = useAdminTexts().services;
  const call = useAdminCall();
  const form = useServiceForm(['url', 'types']);
  const [url, setUrl] = useState('');
  const [groups, setGroups] = useState<string[]>([]);
  const [single, setSingle] = useState('');

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    const types = [...groups, ...linesOf(single)];
    const added = await form.submit(() => call('addWebhook', { url: url.trim(), types }));
    if (added) onAdded(url.trim(), added.secret);
  }

  return (
    <Dialog title={webhooks.addTitle} closeLabel={texts.messages.accountPage.cancel} onClose={onClose}>
      <form className="rq-service-form" noValidate onSubmit={(event) => void submit(event)}>
        <TextField
          label={webhooks.url}
          hint={webhooks.urlHint}
          problem={form.problems.url && webhooks.urlWrong}
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          maxLength={1000}
          ref={form.ref('url')}
          value={url}
          onValue={(value) => {
            setUrl(value);
            form.clear('url');
          }}
        />
        <ChecksField
          label={webhooks.types}
          problem={form.problems.types && webhooks.typesWrong}
          choices={Object.entries(webhooks.groupNames)}
          chosen={groups}
          onChoose={(chosen) => {
            setGroups(chosen);
            form.clear('types');
          }}
          ref={form.ref('types')}
        />
        <LinesField
          label={webhooks.single}
          hint={webhooks.singleHint}
          problem={undefined}
          value={single}
          onValue={(value) => {
            setSingle(value);
            form.clear('types');
          }}
        />
        {form.problems.form && <Alert ref={form.ref('form')}>{form.problems.form(texts)}</Alert>}
        <ActionButton label={webhooks.add} busyLabel={adding} busy={form.busy} />
      </form>
    </Dialog>
  );
}
