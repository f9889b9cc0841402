/** What is behind: the queue of the connection pool, the event loop, or the requests about one number or session. */
export const BOTTLENECKS = ['pool', 'event_loop', 'subject'] as const;
export type Bottleneck = (typeof BOTTLENECKS)[number];

/** The process has more to do than it can; the request may be sent again. */
export class Overloaded extends Error {
  readonly bottleneck: Bottleneck;
  constructor(bottleneck: Bottleneck) {
    super(`Overloaded: ${bottleneck}`);
    this.bottleneck = bottleneck;
  }
}
