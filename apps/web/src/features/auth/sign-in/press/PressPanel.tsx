import type { ReactNode } from 'react';
import { describeFailure } from '../../../../api/describe-failure.ts';
import { DoneIcon, ProblemIcon } from '../../../../components/icons.tsx';
import { useTexts } from '../../../../messages/TextsContext.tsx';
import type { PressState } from './press-state.ts';

/** Says what to do, with the number; or how the sign-in goes. A status: screen readers announce its changes. */
export function PressPanel({ state }: { state: PressState }) {
  const { step, isCutOff } = state;
  return (
    <div className="rq-press-panel" role="status">
      {/* New elements for another kind of text: the old ones would move */}
      <Content key={`${step === 'starting' ? 'waiting' : step}${isCutOff}`} state={state} />
    </div>
  );
}

function Content({ state }: { state: PressState }): ReactNode {
  const texts = useTexts();
  const { press, signUp } = texts.messages;
  const { step, challenge, ending, failure, isCutOff } = state;
  const reason = failure && describeFailure(failure, texts.language, new Date())(texts);

  if (step === 'unavailable') return <p className="rq-lead">{reason ?? signUp.lead}</p>;
  if (step === 'approved' || step === 'collected')
    return (
      <p className="rq-press-title rq-press-good">
        <DoneIcon /> {press.approved}
      </p>
    );
  if (ending) {
    const { title, explanation } = press.endings[ending];
    return (
      <>
        <p className="rq-press-title rq-press-bad">
          <ProblemIcon /> {title}
        </p>
        <p>{reason ?? explanation}</p>
      </>
    );
  }
  return (
    <>
      {isCutOff ? (
        <p className="rq-press-cut-off">
          <ProblemIcon /> {navigator.onLine ? press.cutOff : press.offline}
        </p>
      ) : step === 'opened' ? (
        <p>{challenge?.isPushed ? press.pushed : press.opened}</p>
      ) : (
        <>
          <p className="rq-on-phone">{press.choose}</p>
          <p className="rq-on-desktop">{press.scan}</p>
        </>
      )}
      {(challenge || !isCutOff) && <p className="rq-press-number">{challenge?.number ?? '\u00a0'}</p>}
    </>
  );
}
