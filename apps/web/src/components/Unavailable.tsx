import { ActionButton } from './ActionButton.tsx';
import { SupportLink } from './SupportLink.tsx';

/** In the place of a part whose file could not be fetched. */
export function Unavailable({ explanation, retryLabel }: { explanation: string; retryLabel: string }) {
  return (
    <div className="rq-actions" role="alert">
      <p>{explanation}</p>
      {/* The whole page: browsers remember a failed file, and after a deployment it may have another name. */}
      <ActionButton label={retryLabel} onPress={() => window.location.reload()} />
      <SupportLink />
    </div>
  );
}
