interface CountdownProps {
  /** Seconds; nothing is shown at 0. */
  seconds: number;
  /** Makes a sentence of the remaining time. */
  say: (wait: string) => string;
}

/** Counts a wait down. Its role is timer: screen readers read it on request, not every second. */
export function Countdown({ seconds, say }: CountdownProps) {
  if (seconds === 0) return null;
  return (
    <p className="rq-hint rq-countdown" role="timer">
      {say(formatClock(seconds))}
    </p>
  );
}

/** `0:56`, `4:12`, `1:02:03`. */
function formatClock(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${twoDigits(minutes)}:${twoDigits(rest)}` : `${minutes}:${twoDigits(rest)}`;
}
