import { ActionButton } from './ActionButton.tsx';
import { SupportLink } from './SupportLink.tsx';

/** Stands in for a part whose file could not be fetched. */
export function Unavailable({ explanation, retryLabel }: { explanation: string; retryLabel: string }) {
  return (
    <div className="rq-actions" role="alert">
      <p>{explanation}</p>
      {/* Reloads the page: browsers cache a failed import, and after a deployment the file may have another name. */}
      <ActionButton label={retryLabel} onPress={() => window.location.reload()} />
      <SupportLink />
    </div>
  );
}
