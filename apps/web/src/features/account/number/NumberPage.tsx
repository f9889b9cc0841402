import type { User } from '@raqam/shared/contract';
import { formatPhone } from '@raqam/shared/format-phone';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTitleFocus } from '../../../components/page/use-title-focus.ts';
import { numberTexts } from '../../../messages/number/number-texts.ts';
import { TextsContext, useAllTexts } from '../../../messages/TextsContext.tsx';
import { writeKept } from '../../../stored.ts';
import { AuthContext, useAuth } from '../../auth/session/AuthContext.tsx';
import { ProofDialog } from '../../auth/sign-in/dialog/ProofDialog.tsx';
import { ChangeSteps } from './ChangeSteps.tsx';
import { type ChangeCalls, createChangeCalls } from './change-calls.ts';

/**
 * The page on which people change, confirm or add the number of their account. It uses the steps of the sign-in, with
 * calls and texts of its own.
 */
export function NumberPage({ user }: { user: User }) {
  const auth = useAuth();
  const latest = useRef(auth);
  useLayoutEffect(() => {
    latest.current = auth;
  });
  const texts = useAllTexts();
  const number = numberTexts[texts.language];
  /** The account before and after the change. */
  const [done, setDone] = useState<{ before: User; after: User }>();
  /** Answers the call that waits for the dialog. */
  const [answer, setAnswer] = useState<(isProved: boolean) => void>();
  const prove = () => new Promise<boolean>((resolve) => setAnswer(() => resolve));
  const [calls] = useState(() => createChangeCalls(() => latest.current.call, prove));
  const title = useTitleFocus(String(done !== undefined));

  async function settle(result: Awaited<ReturnType<ChangeCalls['signInWithCode']>>) {
    if (!result.ok) return result;
    setDone({ before: user, after: result.data });
    // Without changes it only reads the user again, for the rest of the page
    await latest.current.updateProfile({});
    for (const key of ['raqam.sign-in.change', 'raqam.press.change'] as const) writeKept(key, undefined);
    return result;
  }

  const changing = {
    ...auth,
    ...calls,
    collectChallenge: async (id: string) => settle(await calls.collectChallenge(id)),
    signInWithCode: async (claim: Parameters<ChangeCalls['signInWithCode']>[0]) =>
      settle(await calls.signInWithCode(claim)),
    // It would lead to a code of the bot
    botUrl: undefined,
  };
  const { messages } = texts;
  const changed = {
    ...texts,
    messages: {
      ...messages,
      sms: { ...messages.sms, lead: number.lead },
      press: { ...messages.press, signingIn: number.changing, endings: number.endings },
      signUp: { ...messages.signUp, withSms: number.byCode },
    },
  };
  const isChange = user.phone !== null && user.is_verified;

  function close(isProved: boolean): void {
    setAnswer(undefined);
    answer?.(isProved);
  }

  return (
    <div className="rq-account">
      <section className="rq-card rq-card-sign-in">
        <h1 ref={title} tabIndex={-1}>
          {done
            ? number.done[outcomeOf(done)]
            : isChange
              ? number.change
              : user.phone === null
                ? number.add
                : number.confirm}
        </h1>
        {done ? (
          <>
            <p role="status">{number.doneLead(onOneLine(done.after.phone))}</p>
            {outcomeOf(done) === 'changed' && (
              <p className="rq-hint">{number.oldOneEnded(onOneLine(done.before.phone))}</p>
            )}
            <a className="rq-button rq-button-primary" href="/account">
              {number.toAccount}
            </a>
          </>
        ) : (
          <>
            {user.phone !== null && <p>{number.now(onOneLine(user.phone))}</p>}
            {isChange && <p className="rq-hint">{number.oldOneEnds}</p>}
            <TextsContext value={changed}>
              <AuthContext value={changing}>
                <ChangeSteps
                  user={user}
                  texts={number}
                  canPress={user.telegram_id !== null && auth.hasBot}
                  sendsCodes={auth.sendsCodes}
                />
              </AuthContext>
            </TextsContext>
          </>
        )}
      </section>
      {answer && <ProofDialog texts={number.proof} onProved={() => close(true)} onClose={() => close(false)} />}
    </div>
  );
}

function outcomeOf({ before, after }: { before: User; after: User }) {
  if (before.phone === null) return 'added';
  return after.phone === before.phone ? 'confirmed' : 'changed';
}

/** The number with no-break spaces. */
function onOneLine(phone: string | null): string {
  return phone === null ? '' : formatPhone(phone).replaceAll(' ', '\u00a0');
}
