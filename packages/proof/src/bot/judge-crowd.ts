import type { Experience } from './crowd.ts';

/** What became of a crowd's messages. */
export interface Verdict {
  people: number;
  /** Answers that did not come. */
  lost: number;
  /** Answers that came more than once. */
  double: number;
  /** Chats whose answers came in another order than their messages. */
  disordered: number;
  /** People who gave up, with the reason of the first. */
  troubled: number;
  firstTrouble: string | undefined;
}

export function judgeCrowd(crowd: readonly Experience[]): Verdict {
  const verdict: Verdict = {
    people: crowd.length,
    lost: 0,
    double: 0,
    disordered: 0,
    troubled: crowd.filter(({ trouble }) => trouble).length,
    firstTrouble: crowd.find(({ trouble }) => trouble)?.trouble,
  };
  for (const { heard, expected } of crowd) {
    verdict.lost += expected.filter((each) => !heard.includes(each)).length;
    verdict.double += heard.length - new Set(heard).size;
    const order = [...new Set(heard)].filter((each) => expected.includes(each)).map((each) => expected.indexOf(each));
    if (order.some((place, index) => place < (order[index - 1] ?? 0))) verdict.disordered += 1;
  }
  return verdict;
}

export const holds = ({ lost, double, disordered, troubled }: Verdict): boolean =>
  lost + double + disordered + troubled === 0;
