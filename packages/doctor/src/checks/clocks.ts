import { type Check, type Context, type Finding, failed, lacks, ok, warning } from '../check.ts';

/** Milliseconds. Below the first nothing is noticed; above the second codes of ten minutes and tokens go wrong. */
const NOTICEABLE = 30_000;
const HARMFUL = 300_000;

export const apiClock: Check = {
  name: 'clock-api',
  run: (context) => (context.found.apiAnswers ? judge(context, context.found.apiSkew) : lacks(context, 'api-health')),
};

export const webClock: Check = {
  name: 'clock-web',
  run: (context) => (context.found.build ? judge(context, context.found.webSkew) : lacks(context, 'web-app')),
};

/** A code's end is by the database's clock: against the API's. */
export const databaseClock: Check = {
  name: 'clock-database',
  run(context) {
    const code = context.found.journey?.code;
    if (code === undefined) return lacks(context, 'journey');
    const { expiresAt, remainingSeconds, skew, receivedAt } = code;
    const issuedAt = Date.parse(expiresAt) - remainingSeconds * 1000;
    return judge(context, skew === undefined ? undefined : issuedAt - (receivedAt + skew), 'rightDatabase');
  },
};

function judge(
  { texts: { clock } }: Context,
  skew: number | undefined,
  describe: 'right' | 'rightDatabase' = 'right',
): Finding {
  if (skew === undefined) return warning(clock.none, clock.mendNone);
  const seen = clock[describe](skew);
  if (Math.abs(skew) > HARMFUL) return failed(seen, clock.mend);
  return Math.abs(skew) > NOTICEABLE ? warning(seen, clock.mend) : ok(seen);
}
