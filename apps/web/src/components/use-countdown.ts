import { useEffect, useState } from 'react';

const SECOND = 1000;

/** Whole seconds until a moment (milliseconds since 1970), 0 once it is there. Goes by the clock, so a sleeping tab loses nothing. */
export function useCountdown(until: number): number {
  const [now, setNow] = useState(() => Date.now());
  const left = Math.max(0, Math.ceil((until - now) / SECOND));

  useEffect(() => {
    setNow(Date.now());
    if (until <= Date.now()) return;
    const timer = setInterval(() => {
      setNow(Date.now());
      if (until <= Date.now()) clearInterval(timer);
    }, SECOND);
    return () => clearInterval(timer);
  }, [until]);

  return left;
}
