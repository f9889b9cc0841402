import { ActionButton } from '../../components/ActionButton.tsx';
import { Alert } from '../../components/Alert.tsx';
import { EmptyPage } from '../../components/page/EmptyPage.tsx';
import { useTitleFocus } from '../../components/page/use-title-focus.ts';
import { TelegramMark } from '../../components/TelegramMark.tsx';
import { Waiting } from '../../components/Waiting.tsx';
import { useAllTexts } from '../../messages/TextsContext.tsx';
import { useAuth } from '../auth/session/AuthContext.tsx';
import { SessionCheck } from '../auth/session/SessionCheck.tsx';
import { RecycledNumber } from '../auth/sign-in/recycled/RecycledNumber.tsx';
import { followAppearance } from './appearance.ts';
import { type Bridge, connectBridge } from './bridge.ts';
import { type Launch, takeLaunch } from './launch.ts';
import { MiniAppAccount } from './MiniAppAccount.tsx';
import { useMiniApp } from './use-mini-app.ts';
import './mini-app.css';

/** undefined: the page is not in Telegram. */
type Opened = { bridge: Bridge; launch: Launch | undefined } | undefined;

/** Takes over the page from Telegram: to be called before it is rendered, because the data must leave the URL. */
export function openMiniApp(): Opened {
  const { launch, theme } = takeLaunch();
  const bridge = connectBridge();
  // in a browser such data was not given by Telegram: a link with somebody else's would sign in to their account
  if (!bridge) return undefined;
  document.body.classList.add('rq-in-telegram');
  followAppearance(bridge, theme);
  bridge.post('web_app_ready');
  bridge.post('web_app_expand');
  return { bridge, launch };
}

interface MiniAppPageProps {
  opened: Opened;
  returnTo: string | undefined;
}

/** The site inside Telegram: it signs in by itself, and asks newcomers for their number by one button. */
export function MiniAppPage({ opened, returnTo }: MiniAppPageProps) {
  const { outside } = useAllTexts().messages.miniApp;
  if (opened) return <Inside {...opened} returnTo={returnTo} />;
  return (
    <EmptyPage sign={<TelegramMark />} title={outside.title} explanation={outside.lead}>
      <a className="rq-button rq-button-primary" href={`/register${window.location.search}`}>
        {outside.signIn}
      </a>
    </EmptyPage>
  );
}

interface InsideProps {
  bridge: Bridge;
  launch: Launch | undefined;
  returnTo: string | undefined;
}

function Inside({ bridge, launch, returnTo }: InsideProps) {
  const auth = useAuth();
  const page = useAllTexts();
  const { step, retry, finish, share } = useMiniApp(bridge, launch);
  const { signingIn, failedTitle, ask, reopen, signedOut } = page.messages.miniApp;
  const title = useTitleFocus(step.kind + auth.status);
  const close = <ActionButton label={reopen.close} onPress={() => bridge.post('web_app_close')} />;
  const openSite = () => bridge.post('web_app_open_link', { url: `${window.location.origin}/register` });

  if (auth.status === 'loading' && auth.problem) return <SessionCheck problem={auth.problem} onRetry={auth.retry} />;
  if (auth.question) {
    return (
      <section className="rq-card rq-card-sign-in">
        <h1 className="rq-visually-hidden" ref={title} tabIndex={-1}>
          {page.messages.product}
        </h1>
        <RecycledNumber question={auth.question} onBack={auth.dropQuestion} onDone={finish} />
      </section>
    );
  }
  switch (step.kind) {
    case 'signing-in':
      return (
        <section className="rq-card rq-card-waiting rq-card-sign-in">
          <h1 className="rq-visually-hidden" ref={title} tabIndex={-1}>
            {page.messages.product}
          </h1>
          <Waiting label={signingIn} />
        </section>
      );
    case 'ask':
      return (
        <EmptyPage sign={<TelegramMark />} title={ask.title} titleRef={title} explanation={ask.lead}>
          {step.note && <Alert>{ask[step.note]}</Alert>}
          <ActionButton label={ask.share} busyLabel={ask.waiting} busy={step.isBusy} onPress={share} />
          <ActionButton label={ask.onSite} kind="link" onPress={openSite} />
        </EmptyPage>
      );
    case 'failed':
      return (
        <EmptyPage failed title={failedTitle} titleRef={title} explanation={step.problem(page)}>
          {!step.isFinal && <ActionButton label={page.messages.session.retry} onPress={retry} />}
          <ActionButton label={ask.onSite} kind={step.isFinal ? 'primary' : 'link'} onPress={openSite} />
        </EmptyPage>
      );
    case 'reopen':
      return (
        <EmptyPage sign={<TelegramMark />} title={reopen.title} titleRef={title} explanation={reopen.lead}>
          {close}
        </EmptyPage>
      );
    case 'done':
      return auth.status === 'signed-in' ? (
        <MiniAppAccount user={auth.user} arrival={auth.arrival} bridge={bridge} returnTo={returnTo} titleRef={title} />
      ) : (
        <EmptyPage sign={<TelegramMark />} title={signedOut} titleRef={title} explanation={reopen.lead}>
          {close}
        </EmptyPage>
      );
  }
}
