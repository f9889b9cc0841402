import type { Operation } from '../operations.ts';

/** Clients that are ready to run an operation. */
export interface Load {
  /** Runs the operation once on the connection with this index. @throws when an answer is not the expected one */
  run(connection: number): Promise<void>;
  close(): void;
}

/** Opens connections and signs up the people that the operation needs. */
export type OpenLoad = (operation: Operation, connections: number) => Promise<Load>;
