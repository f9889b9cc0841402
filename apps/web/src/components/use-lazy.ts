import { useEffect, useState } from 'react';

export type Lazy<Part> = { status: 'loading' } | { status: 'failed' } | { status: 'ready'; part: Part };

/**
 * A part of the site that is a file of its own. Unlike React.lazy it reports a file that can't be fetched, as on a phone
 * without a network. `load` must be the same function every time.
 */
export function useLazy<Part>(load: () => Promise<Part>): Lazy<Part> {
  const [state, setState] = useState<Lazy<Part>>({ status: 'loading' });

  useEffect(() => {
    let wanted = true;
    load().then(
      (part) => wanted && setState({ status: 'ready', part }),
      () => wanted && setState({ status: 'failed' }),
    );
    return () => {
      wanted = false;
    };
  }, [load]);

  return state;
}
