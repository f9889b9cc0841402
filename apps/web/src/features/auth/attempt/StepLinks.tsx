import { useAllTexts } from '../../../messages/TextsContext.tsx';

interface StepLinksProps {
  onBack: () => void;
  /** The other way to sign in, unless the step offers it itself. */
  other?: { label: string; onPress: () => void } | undefined;
}

/** Below a step: back, and the other way. */
export function StepLinks({ onBack, other }: StepLinksProps) {
  const { signUp } = useAllTexts().messages;
  return (
    <div className="rq-step-links">
      <button className="rq-link" type="button" onClick={onBack}>
        {`← ${signUp.back}`}
      </button>
      {other && (
        <button className="rq-link" type="button" onClick={other.onPress}>
          {other.label}
        </button>
      )}
    </div>
  );
}
