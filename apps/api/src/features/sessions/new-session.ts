import { randomUUIDv7 } from 'node:crypto';
import { cleanText } from '@raqam/shared/clean-text';
import type { UserRow } from '../accounts/user-row.ts';
import type { Origin } from '../events/events.ts';

/** The device that signs in. */
export interface Device {
  /** The client's own id for itself; without one, each session counts as another device. */
  id: string | undefined;
  name: string;
  origin: Origin;
  /** The session of the access token that came with the request. */
  sessionId: string | undefined;
}

/** The columns of a session that starts. */
export interface NewSession extends Origin {
  session_id: string;
  device_id: string;
  device_name: string;
}

/** A session that a sign-in opened, or opened before and not refreshed yet. */
export interface SignedIn {
  user: UserRow;
  /** The sign-in created the account. */
  isNew: boolean;
  sessionId: string;
}

const DEVICE_NAME_MAX_LENGTH = 100;

export function describeSession(device: Device): NewSession {
  const id = randomUUIDv7();
  return {
    session_id: id,
    device_id: device.id ?? id,
    device_name: cleanDeviceName(device.name),
    ...device.origin,
  };
}

export function cleanDeviceName(name: string): string {
  return cleanText(name, DEVICE_NAME_MAX_LENGTH);
}
