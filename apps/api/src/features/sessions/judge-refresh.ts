import { REFRESH_TOKEN } from '../../policy.ts';

/** The state of a session by which a refresh is judged. Times are seconds ago. */
export interface RefreshState {
  is_disabled: boolean;
  is_ended: boolean;
  /** The generation of the newest refresh token. */
  generation: number;
  /** The client has shown an access token of the newest pair. */
  newest_used: boolean;
  rotated_ago: number;
  created_ago: number;
}

export type RefreshVerdict =
  | 'rotate'
  /** The same newest token again: the reply was lost, or tabs refreshed at once. */
  | 'repeat'
  /** The session has ended or expired, or its user is disabled. */
  | 'ended'
  /** A token that was replaced long ago is used: either this copy or the newest is a thief's. RFC 9700 §4.14.2. */
  | 'reused';

/** Judges a refresh with the token of `generation`. */
export function judgeRefresh(session: RefreshState, generation: number): RefreshVerdict {
  if (session.is_ended || session.is_disabled) return 'ended';
  if (session.rotated_ago > REFRESH_TOKEN.idle || session.created_ago > REFRESH_TOKEN.lifetime) return 'ended';
  if (generation === session.generation) return 'rotate';
  const { always, whileNewestUnused } = REFRESH_TOKEN.reuse;
  const reusableFor = session.newest_used ? always : whileNewestUnused;
  const isParent = generation === session.generation - 1;
  return isParent && session.rotated_ago <= reusableFor ? 'repeat' : 'reused';
}
