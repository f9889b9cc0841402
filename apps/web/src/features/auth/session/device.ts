import { readStored, writeStored } from '../../../stored.ts';

/** This browser in the person's list of sessions. */
export interface Device {
  device_id?: string;
  device_name?: string;
}

/** The id is random, not secret, and kept in this browser; undefined without storage. */
export function describeDevice(): Device {
  const id = readStored('raqam.device-id') ?? createId();
  const name = nameDevice(navigator.userAgent);
  return { ...(id && { device_id: id }), ...(name && { device_name: name }) };
}

function createId(): string | undefined {
  // Browsers offer it on https and localhost only.
  if (!('randomUUID' in crypto)) return undefined;
  const id = crypto.randomUUID();
  return writeStored('raqam.device-id', id) ? id : undefined;
}

/** In this order, because most browsers also name the ones that they descend from. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/Telegram/, 'Telegram'],
  [/YaBrowser\//, 'Yandex'],
  [/EdgA?(?:iOS)?\//, 'Edge'],
  [/OPR\/|Opera/, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/MiuiBrowser\//, 'Mi Browser'],
  [/UCBrowser\//, 'UC Browser'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/Android/, 'Android'],
  [/iPad/, 'iPadOS'],
  [/iPhone/, 'iOS'],
  [/Windows/, 'Windows'],
  [/CrOS/, 'ChromeOS'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
];

/** `Chrome, Android`; unknown parts are left out. */
export function nameDevice(userAgent: string): string {
  const find = (names: typeof browsers) => names.find(([pattern]) => pattern.test(userAgent))?.[1];
  return [find(browsers), find(systems)].filter((part) => part !== undefined).join(', ');
}
