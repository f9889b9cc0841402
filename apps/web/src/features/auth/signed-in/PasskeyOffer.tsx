import { useEffect, useState } from 'react';
import { describeFailure, type Text } from '../../../api/describe-failure.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { readStored, writeStored } from '../../../stored.ts';
import { addPasskey, canMakePasskeys } from '../passkey/add-passkey.ts';
import { useAuth } from '../session/AuthContext.tsx';

/** After “not now” the offer comes again this much later. */
const PAUSE_MS = 30 * 24 * 60 * 60 * 1000;

/** Offers a passkey once after a sign-in, where this device can make one and has none of this site. */
export function PasskeyOffer() {
  const texts = useAllTexts();
  const { passkeys } = texts.messages;
  const { call } = useAuth();
  const [state, setState] = useState<'hidden' | 'open' | 'busy' | 'added'>('hidden');
  const [problem, setProblem] = useState<Text>();

  useEffect(() => {
    const declinedAt = Number(readStored('raqam.passkey-declined') ?? 0);
    if (readStored('raqam.passkey') || Date.now() - declinedAt < PAUSE_MS) return;
    let isWanted = true;
    void canMakePasskeys().then((can) => can && isWanted && setState('open'));
    return () => {
      isWanted = false;
    };
  }, []);

  async function accept(): Promise<void> {
    setState('busy');
    setProblem(undefined);
    const added = await addPasskey(call);
    setState(added.kind === 'added' || added.kind === 'known' ? 'added' : 'open');
    if (added.kind === 'refused') setProblem(() => describeFailure(added.failure, texts.language, new Date()));
    if (added.kind === 'failed')
      setProblem(
        () =>
          ({ messages }: typeof texts) =>
            messages.passkeys.failed,
      );
  }

  function decline(): void {
    writeStored('raqam.passkey-declined', String(Date.now()));
    setState('hidden');
  }

  if (state === 'hidden') return null;
  return (
    <section className="rq-press-panel" aria-label={passkeys.offer.title}>
      {state === 'added' ? (
        <p role="status">{passkeys.added}</p>
      ) : (
        <>
          <p className="rq-press-title">{passkeys.offer.title}</p>
          <p>{passkeys.offer.lead}</p>
          {problem && <Alert>{problem(texts)}</Alert>}
          <div className="rq-actions">
            <ActionButton
              label={passkeys.offer.accept}
              busyLabel={passkeys.adding}
              busy={state === 'busy'}
              kind="secondary"
              onPress={() => void accept()}
            />
            <ActionButton label={passkeys.offer.decline} kind="link" onPress={decline} />
          </div>
        </>
      )}
    </section>
  );
}
