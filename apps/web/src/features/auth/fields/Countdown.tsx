import { describeSpan } from '../../../messages/describe-span.ts';
import { useTexts } from '../../../messages/TextsContext.tsx';

interface CountdownProps {
  /** Nothing is shown at 0. */
  seconds: number;
  /** Puts the rest of the wait into a sentence. */
  say: (wait: string) => string;
}

/** A wait that runs out. A timer: screen readers read it when asked, not every second. */
export function Countdown({ seconds, say }: CountdownProps) {
  const { messages } = useTexts();
  if (seconds === 0) return null;
  return (
    <p className="rq-hint rq-countdown" role="timer">
      {say(describeSpan(seconds, messages))}
    </p>
  );
}
