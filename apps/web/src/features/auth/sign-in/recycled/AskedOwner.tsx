import { ActionButton } from '../../../../components/ActionButton.tsx';
import { SupportLink } from '../../../../components/page/SupportLink.tsx';
import { TelegramMark } from '../../../../components/TelegramMark.tsx';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { StepLinks } from '../../attempt/StepLinks.tsx';
import { PressPanel } from '../press/PressPanel.tsx';
import type { UsedPress } from '../press/use-press.ts';
import { focus } from './focus.ts';
import { recycledTexts } from './recycled-texts.ts';

/** The wait for the owner of an account, who was perhaps shown the card in Telegram. */
export function AskedOwner({ press: { state, restart } }: { press: UsedPress }) {
  const { language, messages } = useAllTexts();
  const { asked } = recycledTexts[language];
  const { step, challenge, isCutOff } = state;
  const isWaiting = (step === 'waiting' || step === 'opened') && !isCutOff;

  if (!isWaiting) {
    return (
      <>
        <div className="rq-press">
          <PressPanel state={state} />
        </div>
        {step === 'ended' && <ActionButton label={messages.press.again} onPress={restart} />}
        {isCutOff && <StepLinks onBack={restart} />}
      </>
    );
  }
  return (
    <div className="rq-sign-in">
      <h2 tabIndex={-1} data-autofocus={true} ref={focus}>
        {asked.title}
      </h2>
      <div className="rq-press">
        <div className="rq-press-panel" role="status">
          <p>{asked.lead}</p>
          <p className="rq-press-number">{challenge?.number}</p>
        </div>
      </div>
      {challenge?.url && (
        <a className="rq-button rq-button-telegram" href={challenge.url} target="_blank" rel="noopener">
          <TelegramMark />
          {asked.open}
        </a>
      )}
      <p className="rq-hint">
        {asked.nothing} <SupportLink />
      </p>
      <StepLinks onBack={restart} />
    </div>
  );
}
