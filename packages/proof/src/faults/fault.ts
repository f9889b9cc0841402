import type { JourneyKind, Journeys } from './load/journeys.ts';
import type { World, WorldOptions } from './world/start-world.ts';

/** What a fault acts on while people sign in. */
export interface Scene {
  world: World;
  journeys: Journeys;
  random(): number;
  /** This many people go on a journey at once; all of them have to come to its end. */
  goTogether(kind: JourneyKind, people: number): Together;
  /** Lets the fault last this long, or the share of it that a shorter form takes. */
  last(ms: number): Promise<void>;
  /** Resolves once so many more requests were answered with 2xx. */
  untilAnswered(count: number): Promise<void>;
  /** Resolves once a replica's /readyz has said so, as `503 database`, within a minute. */
  untilReadyzSays(what: string): Promise<void>;
  /** Adds to what is broken. */
  report(broken: string): void;
}

export interface Together {
  /** Everybody has sent the first message. */
  sent: Promise<unknown>;
  /** Somebody has the answer to it. */
  first: Promise<unknown>;
  /** Everybody has come to the end. */
  all: Promise<unknown>;
}

/** One thing that goes wrong. */
export interface Fault {
  /** One line, for the table. */
  shows: string;
  world?: WorldOptions;
  /** Further kinds of journeys in the load. */
  kinds?: readonly JourneyKind[];
  /** It runs with the database on a disk that it may fill. */
  needsSmallDisk?: boolean;
  /** How often it happens; a shorter form causes it less often. */
  times: number;
  /** Clients may get no answer: the fault is in what is between, or kills the api. */
  mayLoseAnswers?: boolean;
  /** The reason why it can't be caused on this machine. */
  skip?(): string | undefined;
  /** Causes the fault and ends it, `times` times. What follows has to recover by itself. */
  cause(scene: Scene, times: number): Promise<void>;
}
