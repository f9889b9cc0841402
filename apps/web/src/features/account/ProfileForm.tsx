import type { Profile } from '@raqam/shared/contract';
import type { ComponentPropsWithoutRef, FormEvent } from 'react';
import { ActionButton } from '../../components/ActionButton.tsx';
import { Alert } from '../../components/Alert.tsx';
import { Notice } from '../../components/Notice.tsx';
import { TextField } from '../../components/TextField.tsx';
import { useTexts } from '../../messages/TextsContext.tsx';
import type { ProfileField } from './profile-values.ts';
import { useProfileForm } from './use-profile-form.ts';

export function ProfileForm({ profile }: { profile: Profile }) {
  const language = useTexts();
  const texts = language.messages.profile;
  const form = useProfileForm(profile);
  const busy = form.status === 'saving';

  function submit(event: FormEvent): void {
    event.preventDefault();
    void form.save();
  }

  function field(name: ProfileField, label: string, input: ComponentPropsWithoutRef<'input'>, hint?: string) {
    return (
      <TextField
        {...input}
        label={label}
        hint={hint}
        problem={form.problems[name]?.(language)}
        ref={(element) => {
          form.inputs.current[name] = element;
        }}
        name={name}
        type="text"
        value={form.values[name]}
        onValue={(value) => form.change(name, value)}
        readOnly={busy}
      />
    );
  }

  return (
    <form noValidate onSubmit={submit}>
      {field('first_name', texts.firstName, { autoComplete: 'given-name' })}
      {field('last_name', texts.lastName, { autoComplete: 'family-name' })}
      {field('address', texts.address, { autoComplete: 'address-line1' })}
      {field(
        'passport_id',
        texts.passport,
        { autoComplete: 'off', autoCapitalize: 'characters', spellCheck: false },
        texts.passportHint,
      )}
      <ActionButton label={texts.save} busyLabel={texts.saving} busy={busy} />
      {form.problems.form && <Alert ref={form.alert}>{form.problems.form(language)}</Alert>}
      {form.status === 'saved' && <Notice ref={form.notice}>{texts.saved}</Notice>}
    </form>
  );
}
