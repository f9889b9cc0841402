import type { Fault } from '../fault.ts';

/** So many answers pass between two kills of a replica at most, and then this time. */
const ANSWERS_BETWEEN = 40;
const KILL_AFTER_MS = 300;

export const processFaults: Record<string, Fault> = {
  kill: {
    shows: 'the api killed (kill -9) at a random moment and started again at once',
    times: 200,
    mayLoseAnswers: true,
    async cause({ world, last, untilAnswered, random }, times) {
      const kills = world.replicas.map(async (replica, index) => {
        const share = Math.ceil((times - index) / world.replicas.length);
        for (let n = 0; n < share; n++) {
          await untilAnswered(Math.floor(random() * ANSWERS_BETWEEN));
          await last(random() * KILL_AFTER_MS);
          await replica.kill();
          await replica.start();
        }
      });
      await Promise.all(kills);
    },
  },
};
