import { useLazy } from '../../../components/use-lazy.ts';

/**
 * The bot's address for a phone's camera; for a screen reader the button beside it is the same. Its place is kept while
 * what draws it is fetched, which phones never do.
 */
export function BotQrCode({ botUrl }: { botUrl: string }) {
  const drawing = useLazy(loadQrCode);
  return <div className="rq-qr-code">{drawing.status === 'ready' && <drawing.part.QrCode text={botUrl} />}</div>;
}

const loadQrCode = () => import('../../../components/QrCode.tsx');
