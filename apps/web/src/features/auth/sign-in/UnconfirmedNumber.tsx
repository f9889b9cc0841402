import type { User } from '@raqam/shared/contract';
import { formatPhone } from '@raqam/shared/phone';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { useTexts } from '../../../messages/TextsContext.tsx';
import { useAuth } from '../session/AuthContext.tsx';
import { keepAttempt, newAttempt } from './attempt.ts';

interface UnconfirmedNumberProps {
  user: User;
  /** Signs out: an SMS proves the number, and opens the account of its owner. */
  onSms: () => void;
}

/**
 * The number was typed into the bot, so nothing proves it: a stranger may have typed it. The person reads which Telegram
 * account asked for the code, and how to confirm the number.
 */
export function UnconfirmedNumber({ user, onSms }: UnconfirmedNumberProps) {
  const { welcome } = useTexts().messages;
  const { botUrl } = useAuth();
  return (
    <div className="rq-warning">
      <p>{welcome.unconfirmed(user.full_name ?? '')}</p>
      <div className="rq-actions">
        <ActionButton
          label={welcome.confirmBySms}
          onPress={() => {
            keepAttempt('page', { ...newAttempt, step: 'sms', phone: formatPhone(user.phone ?? '') });
            onSms();
          }}
        />
        {botUrl && (
          <a className="rq-button rq-button-secondary" href={botUrl} target="_blank" rel="noopener">
            {welcome.shareContact}
          </a>
        )}
      </div>
    </div>
  );
}
