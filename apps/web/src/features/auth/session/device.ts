import { readUserAgent } from '@raqam/shared/user-agent';
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

/** `Chrome, Android`; unknown parts are left out. */
export function nameDevice(userAgent: string): string {
  const { browser, system } = readUserAgent(userAgent);
  return [browser, system].filter(Boolean).join(', ');
}
