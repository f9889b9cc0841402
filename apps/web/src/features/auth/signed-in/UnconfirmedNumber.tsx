import type { User } from '@raqam/shared/contract';
import { formatPhone } from '@raqam/shared/format-phone';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { keepAttempt, newAttempt } from '../attempt/attempt.ts';
import { useAuth } from '../session/AuthContext.tsx';

interface UnconfirmedNumberProps {
  user: User;
  /** Signs out, for a sign-in by SMS, which proves the number and opens its owner's account. */
  onSms: () => void;
}

/**
 * Explains that the number was typed into the bot, perhaps by a stranger, so nothing proves it. Names the Telegram
 * account that requested the code, and how to confirm the number.
 */
export function UnconfirmedNumber({ user, onSms }: UnconfirmedNumberProps) {
  const { welcome } = useAllTexts().messages;
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
