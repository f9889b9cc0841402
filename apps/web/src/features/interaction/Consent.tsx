import { ActionButton } from '../../components/ActionButton.tsx';
import { interactionTexts } from '../../messages/interaction/interaction-texts.ts';
import { useAllTexts } from '../../messages/TextsContext.tsx';
import { CancelButton } from './CancelButton.tsx';
import type { Answering, Interaction } from './use-interaction.ts';

interface ConsentProps extends Answering {
  interaction: Interaction;
}

/** Asks whether a client that is not the site's own may sign the person in, and names all that it gets. */
export function Consent({ interaction, ...answering }: ConsentProps) {
  const { language, messages } = useAllTexts();
  const { allows, scopes: texts, allow } = interactionTexts[language];
  const { client, scopes } = interaction;
  const { busy, onConfirm } = answering;
  const further = scopes.filter((scope) => scope !== 'openid');
  return (
    <>
      <div className="rq-consent">
        <p>{allows(client.name)}</p>
        <ul>
          {(further.length > 0 ? further : (['openid'] as const)).map((scope) => (
            <li key={scope}>{texts[scope]}</li>
          ))}
        </ul>
      </div>
      <div className="rq-actions">
        <ActionButton
          label={allow}
          busyLabel={messages.welcome.goingOn}
          busy={busy === 'confirmInteraction'}
          disabled={busy === 'abortInteraction'}
          onPress={onConfirm}
        />
        <CancelButton kind="secondary" {...answering} />
      </div>
    </>
  );
}
