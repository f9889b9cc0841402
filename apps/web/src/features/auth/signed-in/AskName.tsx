import { useEffect } from 'react';
import { useLazy } from '../../../components/use-lazy.ts';

/** Asks for a missing name. If the form can't be fetched, the sign-in continues without it. */
export function AskName({ onDone }: { onDone: () => void }) {
  const form = useLazy(loadForm);
  const failed = form.status === 'failed';
  useEffect(() => {
    if (failed) onDone();
  }, [failed, onDone]);
  return form.status === 'ready' && <form.part.NameForm onDone={onDone} />;
}

const loadForm = () => import('./NameForm.tsx');
