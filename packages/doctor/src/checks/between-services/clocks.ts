import { blockedBy, type Check, type Context, type Finding, failed, ok, warning } from '../../check.ts';

const NOTICEABLE_MS = 30_000;
/** Above this, codes of ten minutes and access tokens expire too early or too late. */
const HARMFUL_MS = 300_000;

export const apiClock: Check = {
  name: 'clock-api',
  run: (context) =>
    context.found.apiAnswers ? judge(context, context.found.apiSkewMs) : blockedBy(context, 'api-health'),
};

export const webClock: Check = {
  name: 'clock-web',
  run: (context) => (context.found.build ? judge(context, context.found.webSkewMs) : blockedBy(context, 'web-app')),
};

/** The database's clock decides when codes expire: compared with the API's. */
export const databaseClock: Check = {
  name: 'clock-database',
  run(context) {
    const code = context.found.journey?.code;
    if (code === undefined) return blockedBy(context, 'journey');
    const { expiresAt, remainingSeconds, skewMs, receivedAt } = code;
    const issuedAt = Date.parse(expiresAt) - remainingSeconds * 1000;
    return judge(context, skewMs === undefined ? undefined : issuedAt - (receivedAt + skewMs), 'rightDatabase');
  },
};

function judge(
  { texts: { clock } }: Context,
  skewMs: number | undefined,
  describe: 'right' | 'rightDatabase' = 'right',
): Finding {
  if (skewMs === undefined) return warning(clock.none, clock.fixNone);
  const seen = clock[describe](skewMs);
  if (Math.abs(skewMs) > HARMFUL_MS) return failed(seen, clock.fix);
  return Math.abs(skewMs) > NOTICEABLE_MS ? warning(seen, clock.fix) : ok(seen);
}
