import { type Check, failed, lacks, ok, skipped } from '../check.ts';

/** The three builds read every spelling of a number alike: each tells a hash of what it makes of the vectors. */
export const phoneRules: Check = {
  name: 'phone-rules',
  run(context) {
    const { texts, found } = context;
    const told = {
      api: found.api?.phone_rules,
      bot: found.bot?.told.phone_rules,
      web: found.build?.phoneRules,
    };
    const known = Object.entries(told).filter(([, rules]) => rules !== undefined);
    if (known.length === 0) return lacks(context, 'api-ready');
    if (known.length === 1) return skipped(texts.rules.one);
    const isAlike = new Set(known.map(([, rules]) => rules)).size === 1;
    return isAlike
      ? ok(texts.rules.alike(known.map(([name]) => name).join(', ')))
      : failed(texts.rules.different(known.map(([name, rules]) => `${name} ${rules}`).join(', ')), texts.rules.mend);
  },
};
