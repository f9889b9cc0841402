import { blockedBy, type Check, type Context, failed, ok, skipped, warning } from '../../check.ts';

/** All builds read every spelling of a number alike: each sends a hash of its results for the test vectors. */
export const phoneRules: Check = {
  name: 'phone-rules',
  run(context) {
    const { rules } = context.texts;
    const known = readBuilds(context, 'phoneRules');
    if (known.length === 0) return blockedBy(context, 'api-ready');
    if (known.length === 1) return skipped(context.texts.oneBuild);
    return isSame(known.map(([, value]) => value))
      ? ok(rules.same(known.map(([name]) => name).join(', ')))
      : failed(rules.different(describe(known)), rules.fix);
  },
};

/**
 * All builds are of one release and one commit. Another commit of the same release is a warning: Railway deploys only
 * the services whose files changed.
 */
export const versions: Check = {
  name: 'versions',
  run(context) {
    const { versions: texts } = context.texts;
    const known = readBuilds(context, 'version');
    if (known.length === 0) return blockedBy(context, 'api-ready');
    if (known.length === 1) return skipped(context.texts.oneBuild);
    const values = known.map(([, value]) => value);
    if (!isSame(values.map((value) => value.split('+')[0]))) {
      return failed(texts.different(describe(known)), texts.fixRelease);
    }
    const commits = values.flatMap((value) => value.split('+')[1] ?? []); // a build outside git knows none
    return isSame(commits)
      ? ok(texts.same(values[0] ?? ''))
      : warning(texts.different(describe(known)), texts.fixCommit);
  },
};

type Known = readonly (readonly [service: string, value: string])[];

/** One field of every known build. */
function readBuilds({ found }: Context, field: 'version' | 'phoneRules'): Known {
  const name = field === 'version' ? field : 'phone_rules';
  const said = { api: found.api?.[name], bot: found.bot?.readiness[name], web: found.build?.[field] };
  return Object.entries(said).flatMap(([service, value]) => (value === undefined ? [] : [[service, value] as const]));
}

function isSame(values: readonly unknown[]): boolean {
  return new Set(values).size <= 1;
}

function describe(known: Known): string {
  return known.map(([service, value]) => `${service} ${value}`).join(', ');
}
