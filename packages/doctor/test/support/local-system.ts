import { chooseFreePorts, type Ports } from '@raqam/dev/ports';
import { afterAll, afterEach, beforeAll, inject } from 'vitest';
import { passADay } from './database.ts';
import { type Door, openDoor } from './door.ts';

/** The system of `pnpm dev`, with a door before the API that browsers call; the bot calls it directly. */
export interface LocalSystem {
  door(): Door;
  /** The variables by which the doctor finds it: without URLs it examines this system. */
  environment(): Record<string, string>;
}

/** The variables by which `pnpm dev` and the doctor take other ports than the usual ones. */
export function portVariables(ports: Ports): Record<string, string> {
  return Object.fromEntries(
    Object.entries(ports).map(([name, port]) => [`RAQAM_${name.toUpperCase()}_PORT`, String(port)]),
  );
}

/** For all tests of a file. The faults of a test are removed after it. */
export function useLocalSystem(): LocalSystem {
  let door: Door | undefined;
  let port = 0;
  const running = () => {
    if (!door) throw new Error('The door is opened before the first test');
    return door;
  };
  beforeAll(async () => {
    port = (await chooseFreePorts()).api;
    door = await openDoor(port, inject('urls').api);
  });
  afterEach(async () => {
    await passADay();
    running().fault = {};
    running().log.length = 0;
  });
  afterAll(() => door?.close());

  return {
    door: running,
    environment: () => portVariables({ ...inject('ports'), api: port }),
  };
}
