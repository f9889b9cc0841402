import type { Profile } from '@raqam/shared/contract';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../../auth/session/AuthContext.tsx';
import {
  changesBetween,
  checkProfile,
  type ProfileField,
  type ProfileProblems,
  placeProfileFailure,
  profileFields,
  tidy,
  valuesOf,
} from './profile-values.ts';

/** The state of the profile form. Errors never clear the fields. */
export function useProfileForm(profile: Profile) {
  const { updateProfile } = useAuth();
  const { language } = useAllTexts();
  const [values, setValues] = useState(() => valuesOf(profile));
  const [saved, setSaved] = useState(values);
  const [problems, setProblems] = useState<ProfileProblems>({});
  /** The field is closed until the person opens it, and unavailable if the API has no key for encryption. */
  const [passport, setPassport] = useState<'closed' | 'open' | 'unavailable'>(profile.passport_id ? 'open' : 'closed');
  const [status, setStatus] = useState<'editing' | 'saving' | 'saved'>('editing');
  const inputs = useRef<Partial<Record<ProfileField, HTMLInputElement | null>>>({});
  const alert = useRef<HTMLParagraphElement>(null);
  const notice = useRef<HTMLParagraphElement>(null);

  function show(found: ProfileProblems): void {
    // Rendered before the focus moves, so that a screen reader finds the error beside the field
    flushSync(() => {
      setStatus('editing');
      setProblems(found);
    });
    const first = profileFields.find((field) => found[field]);
    (first ? inputs.current[first] : alert.current)?.focus();
  }

  return {
    values,
    problems,
    status,
    passport,
    inputs,
    alert,
    notice,

    change(field: ProfileField, value: string): void {
      setValues((current) => ({ ...current, [field]: value }));
      setProblems(({ form: _form, [field]: _field, ...others }) => others);
      setStatus('editing');
    },

    addPassport(): void {
      flushSync(() => setPassport('open'));
      inputs.current.passport_id?.focus();
    },

    async save(): Promise<void> {
      if (status === 'saving') return;
      const wanted = tidy(values);
      const found = checkProfile(wanted);
      if (Object.keys(found).length > 0) {
        show(found);
        return;
      }
      setStatus('saving');
      setProblems({});
      const result = await updateProfile(changesBetween(saved, wanted));
      if (!result.ok && result.error.code === 'encryption_not_configured') {
        flushSync(() => {
          setStatus('editing');
          setPassport('unavailable');
          setValues((current) => ({ ...current, passport_id: saved.passport_id }));
        });
        alert.current?.focus();
        return;
      }
      if (!result.ok) {
        show(placeProfileFailure(result.error, language, new Date()));
        return;
      }
      const now = valuesOf(result.data);
      flushSync(() => {
        setSaved(now);
        setValues(now);
        setStatus('saved');
      });
      notice.current?.focus();
    },
  };
}
