import { useEffect } from 'react';
import { useLazyWithTexts } from '../../../../components/use-lazy.ts';
import { IdlePressStep } from '../press/IdlePressStep.tsx';
import type { ReturningProps } from './ReturningStep.tsx';

const load = () => import('./ReturningStep.tsx');

/** Fetches the first screen of a person who was signed in here before; if it can't be, they get everybody's. */
export function ReturningEntry(props: ReturningProps) {
  const step = useLazyWithTexts(load);
  const { onDone } = props;
  const isFailed = step.status === 'failed';
  useEffect(() => {
    if (isFailed) onDone();
  }, [isFailed, onDone]);
  if (step.status === 'ready') return <step.part.ReturningStep {...props} />;
  return <IdlePressStep />;
}
