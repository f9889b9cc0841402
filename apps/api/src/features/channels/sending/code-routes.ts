import { countryOfPhone } from '@raqam/shared/country-of-phone';
import type { Phone } from '@raqam/shared/phone';
import { type Carriers, CODE_CHANNELS, type CodeChannel } from './carriers.ts';

/** The channels of each country (ISO 3166) in the order in which they are tried; `*`: of all others. */
export type CodeRoutes = ReadonlyMap<string, readonly CodeChannel[]>;

/** Gateway costs less than most SMS. Channels that are not configured, or don't reach a number, are left out. */
export const DEFAULT_ROUTES: CodeRoutes = new Map([['*', CODE_CHANNELS]]);

/** Reads CODE_CHANNELS: `UZ:gateway+sms,KZ:sms,*:gateway`. undefined: it can't be read. */
export function readCodeRoutes(entries: readonly string[]): CodeRoutes | undefined {
  const read = entries.map((entry) => {
    const [, country, names = ''] = /^([A-Z]{2}|\*):([a-z+]+)$/.exec(entry.replaceAll(' ', '')) ?? [];
    const channels = names.split('+');
    const known = CODE_CHANNELS.filter((channel) => channels.includes(channel));
    if (country === undefined || known.length !== channels.length) return undefined;
    return [country, known.toSorted((a, b) => channels.indexOf(a) - channels.indexOf(b))] as const;
  });
  const routes = new Map(read.filter((entry) => entry !== undefined));
  return routes.size === entries.length && routes.size > 0 ? routes : undefined;
}

/** Finds the channels that reach a number, in the order in which they are tried. */
export type FindRoute = (phone: Phone) => readonly CodeChannel[];

export function createFindRoute(routes: CodeRoutes, carriers: Carriers): FindRoute {
  return (phone) => {
    const channels = routes.get(countryOfPhone(phone) ?? '*') ?? routes.get('*') ?? [];
    return channels.filter((channel) => carriers[channel]?.reaches(phone));
  };
}

/** The channels that some number is reached by. */
export function listCodeChannels(routes: CodeRoutes, carriers: Carriers): CodeChannel[] {
  const routed = [...routes.values()].flat();
  return CODE_CHANNELS.filter((channel) => carriers[channel] && routed.includes(channel));
}
