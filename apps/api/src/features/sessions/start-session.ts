import { randomUUID } from 'node:crypto';
import type { Transaction } from '../../database/database.ts';
import { endOldestSessions, insertSession } from './sessions.queries.ts';

/** What is known of the device that signs in. */
export interface Device {
  /** The client's own id for itself; without one the session is of a device of its own. */
  id: string | undefined;
  name: string;
  address: string;
  userAgent: string;
}

/** Starts a session; returns its id at once, its statements still on their way. */
export function startSession(
  tx: Transaction,
  { userId, device, isFirst }: { userId: string; device: Device; isFirst: boolean },
): string {
  const id = randomUUID();
  void tx.run(insertSession, {
    id,
    user_id: userId,
    device_id: device.id ?? id,
    device_name: device.name,
    ip_address: device.address,
    user_agent: device.userAgent,
  });
  if (!isFirst) void tx.run(endOldestSessions, { user_id: userId });
  return id;
}
