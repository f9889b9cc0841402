import { PressStep } from './PressStep.tsx';
import { newPress } from './press-state.ts';

const ignore = (): void => {};
const press = { state: newPress, leave: ignore, restart: ignore };

/** The first screen as it looks before anything has started. */
export function IdlePressStep() {
  return <PressStep press={press} onCode={ignore} onSms={ignore} />;
}
