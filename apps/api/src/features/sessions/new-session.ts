import { randomUUIDv7 } from 'node:crypto';
import { cleanText } from '@raqam/shared/clean-text';

/** The device that signs in. */
export interface Device {
  /** The client's own id for itself; without one, each session counts as another device. */
  id: string | undefined;
  name: string;
  ip: string;
  userAgent: string;
  /** The session of the access token that came with the request. */
  sessionId: string | undefined;
}

/** The columns of a session that starts. */
export interface NewSession {
  session_id: string;
  device_id: string;
  device_name: string;
  ip_address: string;
  user_agent: string;
}

/** Cuts a user agent to the length that the session stores. */
export function cutUserAgent(userAgent: string): string {
  return userAgent.slice(0, USER_AGENT_MAX_LENGTH);
}

const DEVICE_NAME_MAX_LENGTH = 100;
const USER_AGENT_MAX_LENGTH = 400;

export function describeSession(device: Device): NewSession {
  const id = randomUUIDv7();
  return {
    session_id: id,
    device_id: device.id ?? id,
    device_name: cleanText(device.name, DEVICE_NAME_MAX_LENGTH),
    ip_address: device.ip,
    user_agent: cutUserAgent(device.userAgent),
  };
}
