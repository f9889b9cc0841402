import type { DeviceSession } from '@raqam/shared/contract';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { describeDateAndTime, describeDay, describeMoment } from '../../../messages/moments.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { nameDevice } from '../../auth/session/device.ts';
import { DeviceIcon } from './DeviceIcon.tsx';

interface DeviceItemProps {
  session: DeviceSession;
  busy: boolean;
  onEnd: (name: string) => void;
}

/** One device. Its name can be made up, so the browser's name and the IP are shown too. */
export function DeviceItem({ session, busy, onEnd }: DeviceItemProps) {
  const language = useAllTexts();
  const { devices } = language.messages;
  const browser = nameDevice(session.user_agent);
  const name = session.device_name || browser || devices.unknown;
  const lastUsed = new Date(session.last_used_at);
  const signedIn = new Date(session.created_at);
  // This device is in use now, even if its clock is wrong.
  const now = session.is_current ? lastUsed : new Date();

  return (
    <li className="rq-device">
      <DeviceIcon userAgent={session.user_agent} />
      <div className="rq-device-about">
        <p className="rq-device-name">
          {name} {session.is_current && <span className="rq-badge rq-badge-good">{devices.thisOne}</span>}
        </p>
        {browser && browser !== name && <p className="rq-device-fact">{browser}</p>}
        <p className="rq-device-fact">
          <time dateTime={session.last_used_at} title={describeDateAndTime(lastUsed, language)}>
            {devices.lastUsed(describeMoment(lastUsed, now, language))}
          </time>
        </p>
        <p className="rq-device-fact">
          <time dateTime={session.created_at} title={describeDateAndTime(signedIn, language)}>
            {devices.signedIn(describeDay(signedIn, new Date(), language))}
          </time>
        </p>
        {session.ip_address && <p className="rq-device-ip">{`IP ${session.ip_address}`}</p>}
      </div>
      {!session.is_current && (
        <ActionButton
          label={devices.end}
          name={devices.endNamed(name)}
          busyLabel={devices.ending}
          busy={busy}
          kind="secondary"
          onPress={() => onEnd(name)}
        />
      )}
    </li>
  );
}
