import type { DeviceSession } from '@raqam/shared/contract';
import { ActionButton } from '../../components/ActionButton.tsx';
import { useTexts } from '../../messages/TextsContext.tsx';
import { nameDevice } from '../auth/session/device.ts';
import { describeMoment, formatDate } from './last-used.ts';

interface DeviceItemProps {
  session: DeviceSession;
  busy: boolean;
  onEnd: (name: string) => void;
}

/** One device. What it calls itself can be made up; the browser's own words and the address stand beside it. */
export function DeviceItem({ session, busy, onEnd }: DeviceItemProps) {
  const language = useTexts();
  const { devices } = language.messages;
  const browser = nameDevice(session.user_agent);
  const name = session.device_name || browser || devices.unknown;
  const lastUsed = new Date(session.last_used_at);

  return (
    <li className="rq-device">
      <div className="rq-device-about">
        <p className="rq-device-name">
          {name} {session.is_current && <span className="rq-badge rq-badge-good">{devices.thisOne}</span>}
        </p>
        <p className="rq-hint">{[browser !== name && browser, session.ip_address].filter(Boolean).join(' · ')}</p>
        <p className="rq-hint">
          {devices.lastUsed}{' '}
          <time dateTime={session.last_used_at} title={formatDate(lastUsed, language)}>
            {describeMoment(lastUsed, new Date(), language)}
          </time>
        </p>
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
