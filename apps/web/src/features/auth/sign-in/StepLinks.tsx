import { useTexts } from '../../../messages/TextsContext.tsx';

interface StepLinksProps {
  onBack: () => void;
  /** The other way to sign in. */
  otherLabel: string;
  onOther: () => void;
}

/** Below a step: back, and the other way. */
export function StepLinks({ onBack, otherLabel, onOther }: StepLinksProps) {
  const { signUp } = useTexts().messages;
  return (
    <div className="rq-step-links">
      <button className="rq-link" type="button" onClick={onBack}>
        {`← ${signUp.back}`}
      </button>
      <button className="rq-link" type="button" onClick={onOther}>
        {otherLabel}
      </button>
    </div>
  );
}
