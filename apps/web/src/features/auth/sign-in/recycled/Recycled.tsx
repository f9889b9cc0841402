import type { NumberQuestion } from '../../session/auth.ts';
import type { Challenge } from '../../session/challenges.ts';
import type { UsedPress } from '../press/use-press.ts';
import { AskedOwner } from './AskedOwner.tsx';
import { RecycledNumber } from './RecycledNumber.tsx';

export interface RecycledProps {
  question: NumberQuestion | null;
  press: UsedPress;
  onBack: () => void;
  onAsked: (challenge: Challenge) => void;
}

/** The question whether a number is new to the person, then perhaps the wait for the owner of its account. */
export function Recycled({ question, press, ...answers }: RecycledProps) {
  return question ? <RecycledNumber question={question} {...answers} /> : <AskedOwner press={press} />;
}
