import { useLayoutEffect, useMemo, useSyncExternalStore } from 'react';
import type { Place } from '../../attempt/attempt.ts';
import { useAuth } from '../../session/AuthContext.tsx';
import { createPress, type Press } from './press.ts';
import type { PressState } from './press-state.ts';

export interface UsedPress extends Pick<Press, 'leave' | 'restart' | 'ask' | 'adopt'> {
  state: PressState;
}

/**
 * The sign-in by one press of one place. It goes on while the person is at another step, but starts nothing there.
 *
 * @param isShown whether its link is on the screen
 */
export function usePress(place: Place, isShown: boolean): UsedPress {
  const auth = useAuth();
  const press = useMemo(() => createPress(place), [place]);
  useLayoutEffect(() => press.use(auth, isShown));
  const state = useSyncExternalStore(press.subscribe, press.state, press.state);
  return { state, leave: press.leave, restart: press.restart, ask: press.ask, adopt: press.adopt };
}
