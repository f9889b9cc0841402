import type { Profile } from '@raqam/shared/contract';
import type { ComponentPropsWithoutRef, FormEvent } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { TextField } from '../../../components/fields/TextField.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import type { ProfileField } from './profile-values.ts';
import { useProfileForm } from './use-profile-form.ts';

/** The name, for everybody; postal address and passport only once the number is confirmed (docs/policy.md §2). */
export function ProfileForm({ profile }: { profile: Profile }) {
  const language = useAllTexts();
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
    <form className="rq-profile" noValidate onSubmit={submit}>
      <div className="rq-name-fields">
        {field('first_name', texts.firstName, { autoComplete: 'given-name' })}
        {field('last_name', texts.lastName, { autoComplete: 'family-name' })}
      </div>
      {profile.is_verified ? (
        <>
          {field('address', texts.address, { autoComplete: 'street-address' })}
          {form.passport === 'closed' && (
            <button className="rq-link rq-add" type="button" onClick={form.addPassport}>
              {texts.addPassport}
            </button>
          )}
          {form.passport === 'open' &&
            field(
              'passport_id',
              texts.passport,
              { autoComplete: 'off', autoCapitalize: 'characters', spellCheck: false },
              texts.passportHint,
            )}
          {form.passport === 'unavailable' && (
            <p className="rq-warning rq-callout" role="alert" tabIndex={-1} ref={form.alert}>
              {texts.passportUnavailable}
            </p>
          )}
        </>
      ) : (
        <p className="rq-hint">{texts.verifyFirst}</p>
      )}
      <ActionButton label={texts.save} busyLabel={texts.saving} busy={busy} />
      {form.problems.form && <Alert ref={form.alert}>{form.problems.form(language)}</Alert>}
      {form.status === 'saved' && <Notice ref={form.notice}>{texts.saved}</Notice>}
    </form>
  );
}
