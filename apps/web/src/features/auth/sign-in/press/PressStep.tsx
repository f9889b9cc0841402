import { Fragment, useLayoutEffect, useRef } from 'react';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { focusFirst } from '../../../../components/focus-first.ts';
import { TelegramMark } from '../../../../components/TelegramMark.tsx';
import { useTexts } from '../../../../messages/TextsContext.tsx';
import { useAuth } from '../../session/AuthContext.tsx';
import { PressPanel } from './PressPanel.tsx';
import { PressQrCode } from './PressQrCode.tsx';
import type { UsedPress } from './use-press.ts';

interface PressStepProps {
  press: UsedPress;
  onCode: () => void;
  onSms: () => void;
}

/**
 * The first screen: one link to Telegram and the number to choose there; a desktop shows the link as a QR code too.
 * Before the API has answered, and if it has no link, the link leads to the bot as it is, which gives a code: a plain
 * link, which works before any script. Every state keeps the places of its parts, so that nothing moves under a finger.
 */
export function PressStep({ press, onCode, onSms }: PressStepProps) {
  const { signUp, press: texts } = useTexts().messages;
  const { botUrl } = useAuth();
  const { state, leave, restart } = press;
  const { step, challenge } = state;
  const isUnavailable = step === 'unavailable';
  const isEnded = step === 'ended';
  const isBusy = step === 'approved' || step === 'collected';
  const isProminent = state.isSlow || isEnded || state.isCutOff;
  const hasQrCode = step === 'waiting' || (step === 'starting' && !state.isCutOff);
  const url = challenge?.url ?? botUrl;
  const main = useRef<HTMLDivElement>(null);

  // Asked while the link that may be replaced still has the focus
  const hadFocus = main.current?.contains(document.activeElement);
  useLayoutEffect(() => {
    if (hadFocus && document.activeElement === document.body) focusFirst(main.current?.querySelectorAll('a, button'));
  });

  function go(): void {
    if (challenge) leave();
    else onCode();
  }

  // New elements with the words: the old ones would move
  const label = (
    <Fragment key={challenge?.number}>
      <TelegramMark />
      {challenge ? texts.open(challenge.number) : signUp.withTelegram}
    </Fragment>
  );
  const open = 'rq-button rq-button-telegram rq-press-open';

  return (
    <>
      <div className={hasQrCode ? 'rq-press rq-press-pair' : 'rq-press'}>
        {hasQrCode && <PressQrCode url={challenge?.url} />}
        <PressPanel state={state} />
      </div>
      <div className="rq-press-main" ref={main}>
        {isBusy ? (
          <ActionButton label={texts.signingIn} busy />
        ) : isEnded ? (
          <ActionButton label={texts.again} onPress={restart} />
        ) : url ? (
          <>
            <a
              className={isUnavailable ? open : `${open} rq-on-phone`}
              href={url}
              target="_blank"
              rel="noopener"
              onClick={go}
            >
              {label}
            </a>
            {!isUnavailable && (
              <a
                className="rq-button rq-button-secondary rq-press-open rq-on-desktop"
                href={url}
                target="_blank"
                rel="noopener"
                onClick={go}
              >
                {texts.openHere}
              </a>
            )}
          </>
        ) : (
          <button className={open} type="button" onClick={onCode}>
            {label}
          </button>
        )}
      </div>
      <p className="rq-or" key={String(isProminent)}>
        {isProminent ? texts.otherWay : signUp.or}
      </p>
      <div className={isProminent ? 'rq-press-ways rq-press-ways-clear' : 'rq-press-ways'}>
        <button className="rq-button rq-button-secondary" type="button" onClick={onCode}>
          {texts.byCode}
        </button>
        <button className="rq-button rq-button-secondary" type="button" onClick={onSms}>
          {signUp.withSms}
        </button>
      </div>
    </>
  );
}
