import { useEffect } from 'react';
import { useLazy } from '../../../components/use-lazy.ts';

/** Asks a person who has no name yet for it. Where the form can't be fetched, nobody is kept waiting for it. */
export function AskName({ onDone }: { onDone: () => void }) {
  const form = useLazy(loadForm);
  const failed = form.status === 'failed';
  useEffect(() => {
    if (failed) onDone();
  }, [failed, onDone]);
  return form.status === 'ready' && <form.part.NameForm onDone={onDone} />;
}

const loadForm = () => import('./NameForm.tsx');
