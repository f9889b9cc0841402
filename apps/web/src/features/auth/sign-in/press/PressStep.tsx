import { Fragment, useLayoutEffect, useRef } from 'react';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { focusFirst } from '../../../../components/focus-first.ts';
import { TelegramMark } from '../../../../components/TelegramMark.tsx';
import { useTexts } from '../../../../messages/TextsContext.tsx';
import { useAuth } from '../../session/AuthContext.tsx';
import { TelegramLoginEntry } from '../telegram-login/TelegramLoginEntry.tsx';
import { PressPanel } from './PressPanel.tsx';
import { PressQrCode } from './PressQrCode.tsx';
import type { UsedPress } from './use-press.ts';

interface PressStepProps {
  press: Omit<UsedPress, 'ask' | 'adopt'>;
  /** Offers Telegram's own page too, where the site has a client of it. It arrives late, so it is the last of all. */
  offersLogin?: boolean;
  /** Goes to the bot's own codes; undefined where they are of no use. */
  onCode: (() => void) | undefined;
  onSms: () => void;
}

/**
 * The first screen: one link to Telegram and the number to choose there; a desktop shows the link as a QR code too.
 * Before the API has answered, and if it has no link, the link leads to the bot as it is, which gives a code: a plain
 * link, which works before any script. Without a bot it leads to a code to the number. Every state keeps the places of
 * its parts, so that nothing moves under a finger.
 */
export function PressStep({ press, offersLogin = false, onCode, onSms }: PressStepProps) {
  const { signUp, press: texts } = useTexts().messages;
  const { botUrl, hasBot, sendsCodes } = useAuth();
  const { state, leave, restart } = press;
  const { step, challenge } = state;
  const hasLogin = offersLogin && challenge?.hasTelegramLogin;
  const isUnavailable = step === 'unavailable';
  const isEnded = step === 'ended';
  const isBusy = step === 'approved' || step === 'collected';
  const isProminent = state.isSlow || isEnded || state.isCutOff;
  const hasQrCode =
    step === 'waiting' ||
    // Nothing tells whether the card has arrived: the link works too
    (step === 'opened' && challenge?.isPushed) ||
    (step === 'starting' && !state.isCutOff);
  const url = challenge?.url ?? botUrl;
  const main = useRef<HTMLDivElement>(null);

  // Asked while the link that may be replaced still has the focus
  const hadFocus = main.current?.contains(document.activeElement);
  useLayoutEffect(() => {
    if (hadFocus && document.activeElement === document.body) focusFirst(main.current?.querySelectorAll('a, button'));
  });

  function go(): void {
    if (challenge) leave();
    else onCode?.();
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
        ) : !hasBot ? (
          <button className="rq-button rq-button-primary rq-press-open" type="button" onClick={onSms}>
            {signUp.withSms}
          </button>
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
      {(hasBot || hasLogin) && (
        <>
          <p className="rq-or" key={String(isProminent)}>
            {isProminent ? texts.otherWay : signUp.or}
          </p>
          <div className={isProminent ? 'rq-press-ways rq-press-ways-clear' : 'rq-press-ways'}>
            {hasBot && onCode && (
              <button className="rq-button rq-button-secondary" type="button" onClick={onCode}>
                {texts.byCode}
              </button>
            )}
            {hasBot && sendsCodes && (
              <button className="rq-button rq-button-secondary" type="button" onClick={onSms}>
                {signUp.withSms}
              </button>
            )}
            {hasLogin && <TelegramLoginEntry challengeId={challenge.id} onLeave={leave} />}
          </div>
        </>
      )}
    </>
  );
}
