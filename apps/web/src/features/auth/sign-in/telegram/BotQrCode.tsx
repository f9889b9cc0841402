import { useLazy } from '../../../../components/use-lazy.ts';

/**
 * The bot's URL for a phone's camera; screen readers get the button beside it instead. Its space is reserved while the
 * QR script loads, which phones never fetch.
 */
export function BotQrCode({ botUrl }: { botUrl: string }) {
  const drawing = useLazy(loadQrCode);
  return <div className="rq-qr-code">{drawing.status === 'ready' && <drawing.part.QrCode text={botUrl} />}</div>;
}

const loadQrCode = () => import('./QrCode.tsx');
