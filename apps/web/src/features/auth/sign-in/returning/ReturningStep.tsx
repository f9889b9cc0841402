import { useState } from 'react';
import { describeFailure, type FirstText } from '../../../../api/describe-failure.ts';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { Alert } from '../../../../components/Alert.tsx';
import { TelegramMark } from '../../../../components/TelegramMark.tsx';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { readStored, writeStored } from '../../../../stored.ts';
import { PasskeyButton } from '../../passkey/PasskeyButton.tsx';
import { useAuth } from '../../session/AuthContext.tsx';
import type { Challenge } from '../../session/challenges.ts';

export interface ReturningProps {
  /** Leads to everybody's first screen, with the sign-in that has begun. */
  onDone: (challenge?: Challenge) => void;
  onCode: () => void;
  onSms: () => void;
}

/** The first screen of a person who was signed in here before: one press sends the card to their Telegram. */
export function ReturningStep({ onDone, onCode, onSms }: ReturningProps) {
  const texts = useAllTexts();
  const { returning, press, signUp } = texts.messages;
  const { startChallenge } = useAuth();
  const [busy, setBusy] = useState<'same' | 'other'>();
  const [problem, setProblem] = useState<FirstText>();
  const { account, hasTelegram } = readAccount();

  async function go(isSame: boolean): Promise<void> {
    if (busy) return;
    setBusy(isSame ? 'same' : 'other');
    setProblem(undefined);
    const result = await startChallenge(isSame);
    setBusy(undefined);
    if (!result.ok) {
      setProblem(() => describeFailure(result.error, texts.language, new Date()));
      return;
    }
    if (!isSame) writeStored('raqam.account', null);
    onDone(result.data ?? undefined);
  }

  // No-break spaces keep the number on one line
  const label = returning.continueAs(account.replaceAll(' ', '\u00a0'));
  return (
    <>
      <p className="rq-lead">{returning.lead}</p>
      <div className="rq-press-main">
        {hasTelegram && (
          <button
            className="rq-button rq-button-telegram rq-press-open"
            type="button"
            aria-disabled={busy !== undefined}
            aria-busy={busy === 'same'}
            onClick={() => void go(true)}
          >
            {busy === 'same' ? <span className="rq-spinner" aria-hidden="true" /> : <TelegramMark />}
            {label}
          </button>
        )}
      </div>
      {readStored('raqam.passkey') && <PasskeyButton kind={hasTelegram ? 'secondary' : 'primary'} />}
      {problem && <Alert>{problem(texts)}</Alert>}
      <p className="rq-or">{signUp.or}</p>
      <div className="rq-press-ways">
        <button className="rq-button rq-button-secondary" type="button" onClick={onCode}>
          {press.byCode}
        </button>
        <button className="rq-button rq-button-secondary" type="button" onClick={onSms}>
          {signUp.withSms}
        </button>
        <ActionButton label={returning.other} kind="secondary" busy={busy === 'other'} onPress={() => void go(false)} />
      </div>
    </>
  );
}

/** As it was kept: any text. */
function readAccount(): { account: string; hasTelegram: boolean } {
  try {
    const [account, hasTelegram] = JSON.parse(readStored('raqam.account') ?? '[]');
    return { account: String(account ?? ''), hasTelegram: hasTelegram === true };
  } catch {
    return { account: '', hasTelegram: false };
  }
}
