import { useEffect, useState } from 'react';
import { useLazy } from '../../../../components/use-lazy.ts';
import { isDesktop } from './desktop.ts';

/**
 * The link for a phone's camera; screen readers get the link below instead. Its space is reserved from the start. A
 * phone, where the styles hide it, never fetches its script.
 */
export function PressQrCode({ url }: { url: string | undefined }) {
  const [isNeeded, setNeeded] = useState(false);
  useEffect(() => setNeeded(isDesktop()), []);
  return (
    <div className="rq-qr-code rq-on-desktop" aria-hidden="true">
      {isNeeded && url && <Drawing url={url} />}
    </div>
  );
}

function Drawing({ url }: { url: string }) {
  const drawing = useLazy(loadQrCode);
  return drawing.status === 'ready' && <drawing.part.QrCode text={url} />;
}

const loadQrCode = () => import('./QrCode.tsx');
