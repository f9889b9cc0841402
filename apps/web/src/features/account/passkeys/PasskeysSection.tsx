import type { Passkey } from '@raqam/shared/contract/passkeys';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { describeFailure, type Text } from '../../../api/describe-failure.ts';
import { useAction } from '../../../api/use-action.ts';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { ConfirmDialog } from '../../../components/dialog/ConfirmDialog.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { Pending, Section } from '../../../components/section/Section.tsx';
import { useLoaded } from '../../../components/section/use-loaded.ts';
import { describeDay, describeMoment } from '../../../messages/moments.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { addPasskey } from '../../auth/passkey/add-passkey.ts';
import { useAuth } from '../../auth/session/AuthContext.tsx';
import { ProofDialog } from '../../auth/sign-in/dialog/ProofDialog.tsx';

/** The passkeys of the account: add and remove them. */
export function PasskeysSection({ mayAdd }: { mayAdd: boolean }) {
  const texts = useAllTexts();
  const { accountPage, passkeys } = texts.messages;
  const { call } = useAuth();
  const { data, ...list } = useLoaded(() => call('listPasskeys', undefined));
  const removing = useAction();
  const [asked, setAsked] = useState<Passkey>();
  const [busy, setBusy] = useState(false);
  const [done, setDone] = useState<Text>();
  const [problem, setProblem] = useState<Text>();
  const [needsProof, setNeedsProof] = useState(false);
  const notice = useRef<HTMLParagraphElement>(null);

  async function show(text: Text): Promise<void> {
    await list.reload();
    // A function in a state is taken for an update: hence the wrapper.
    flushSync(() => setDone(() => text));
    notice.current?.focus();
  }

  async function add(): Promise<void> {
    setBusy(true);
    setDone(undefined);
    setProblem(undefined);
    const added = await addPasskey(call);
    setBusy(false);
    switch (added.kind) {
      case 'added':
        return show(({ messages }) => messages.passkeys.added);
      case 'refused':
        if (added.failure.code === 'proof_required') return setNeedsProof(true);
        return setProblem(() => describeFailure(added.failure, texts.language, new Date()));
      case 'known':
        return setProblem(
          () =>
            ({ messages }: typeof texts) =>
              messages.passkeys.known,
        );
      case 'failed':
        return setProblem(
          () =>
            ({ messages }: typeof texts) =>
              messages.passkeys.failed,
        );
    }
  }

  async function remove({ id }: Passkey): Promise<void> {
    setDone(undefined);
    const removed = await removing.run(async () => {
      const result = await call('removePasskey', undefined, { id });
      // Already removed, perhaps on another device: a success
      return !result.ok && result.error.code === 'not_found' ? { ok: true, data: null } : result;
    });
    if (!removed) return;
    flushSync(() => setAsked(undefined));
    await show(({ messages }) => messages.passkeys.removed);
  }

  const nameOf = ({ name }: Passkey) => name || passkeys.unnamed;
  return (
    <Section title={passkeys.title}>
      <p className="rq-hint">{passkeys.lead}</p>
      {done && <Notice ref={notice}>{done(texts)}</Notice>}
      {(!data || list.problem) && <Pending of={list} />}
      {data?.length === 0 && <p>{passkeys.none}</p>}
      {data && data.length > 0 && (
        <ul className="rq-devices">
          {data.map((passkey) => (
            <li className="rq-device" key={passkey.id}>
              <div className="rq-device-about">
                <p className="rq-device-name">{nameOf(passkey)}</p>
                <p className="rq-device-fact">
                  {passkey.last_used_at
                    ? passkeys.used(describeMoment(new Date(passkey.last_used_at), new Date(), texts))
                    : passkeys.unused}
                </p>
                <p className="rq-device-fact">
                  {passkeys.created(describeDay(new Date(passkey.created_at), new Date(), texts))}
                </p>
              </div>
              <ActionButton
                label={passkeys.remove}
                name={passkeys.removeNamed(nameOf(passkey))}
                kind="secondary"
                onPress={() => setAsked(passkey)}
              />
            </li>
          ))}
        </ul>
      )}
      {problem && <Alert>{problem(texts)}</Alert>}
      {mayAdd && 'PublicKeyCredential' in window && (
        <ActionButton
          label={passkeys.add}
          busyLabel={passkeys.adding}
          busy={busy}
          kind="secondary"
          onPress={() => void add()}
        />
      )}
      {/* Browsers make a passkey only for a press of its own. */}
      {needsProof && (
        <ProofDialog
          texts={passkeys.proof}
          onProved={() => setNeedsProof(false)}
          onClose={() => setNeedsProof(false)}
        />
      )}
      {asked && (
        <ConfirmDialog
          title={passkeys.question}
          explanation={passkeys.explanation}
          problem={removing.problem && <Alert ref={removing.alert}>{removing.problem(texts)}</Alert>}
          confirmLabel={passkeys.remove}
          busyLabel={passkeys.removing}
          cancelLabel={accountPage.cancel}
          busy={removing.busy}
          onConfirm={() => void remove(asked)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </Section>
  );
}
