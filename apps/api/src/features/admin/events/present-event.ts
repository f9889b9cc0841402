import type { AdminEvent } from '@raqam/shared/contract/admin';
import { writeCursor } from './list-events.ts';
import type { FoundEvent } from './search-events.ts';

/** An event as services and administrators see it. */
export function presentEvent({ at_us, ...event }: FoundEvent): AdminEvent {
  return { ...event, cursor: writeCursor({ at_us, id: event.id }), at: new Date(at_us / 1000).toISOString() };
}
