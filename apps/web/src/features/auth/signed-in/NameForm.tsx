import { type FormEvent, useLayoutEffect, useRef, useState } from 'react';
import { describeFailure } from '../../../api/describe-failure.ts';
import { useForm } from '../../../api/use-form.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { TextField } from '../../../components/fields/TextField.tsx';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../session/AuthContext.tsx';

/** Maximum length, from the contract. */
const NAME_MAX_LENGTH = 100;

/** Asks for the name of a person who has none yet, as after an SMS. It can be skipped. */
export function NameForm({ onDone }: { onDone: () => void }) {
  const texts = useAllTexts();
  const { language, messages } = texts;
  const { welcome } = messages;
  const { updateProfile } = useAuth();
  const form = useForm<'first_name'>(['first_name']);
  const [name, setName] = useState('');
  const input = useRef<HTMLInputElement>(null);

  useLayoutEffect(() => input.current?.focus(), []);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    const firstName = name.trim();
    if (firstName === '') {
      onDone();
      return;
    }
    const result = await form.run(() => updateProfile({ first_name: firstName }));
    if (result?.ok) onDone();
    else if (result) {
      const { first_name } = result.error.fields;
      const whole = describeFailure(result.error, language, new Date());
      form.show(first_name ? { first_name: () => first_name } : { form: whole });
    }
  }

  return (
    <form noValidate onSubmit={save}>
      <TextField
        label={welcome.name}
        problem={form.problems.first_name?.(texts)}
        ref={(element) => {
          input.current = element;
          form.ref('first_name')(element);
        }}
        name="first_name"
        type="text"
        autoComplete="given-name"
        maxLength={NAME_MAX_LENGTH}
        value={name}
        onValue={(value) => {
          setName(value);
          form.clear('first_name');
        }}
        readOnly={form.busy}
      />
      <ActionButton label={welcome.goOn} busyLabel={messages.profile.saving} busy={form.busy} />
      {form.problems.form && <Alert ref={form.ref('form')}>{form.problems.form(texts)}</Alert>}
      <div className="rq-step-links">
        <ActionButton label={welcome.skip} kind="link" disabled={form.busy} onPress={onDone} />
      </div>
    </form>
  );
}
